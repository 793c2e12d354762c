"""English for the Chinese words in the source, from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTranslator


class JsonTranslator(QTranslator):
    """Looks up ``Context|words`` first, then ``words`` alone.

    Words without an entry stay Chinese; a test fails while there are any.
    """

    def __init__(self, texts: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = dict(texts)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        text = self._texts.get(f"{context}|{source_text}", self._texts.get(source_text))
        # Qt asks the next class of the hierarchy when it gets a null string, not an empty one.
        return text if text is not None else None  # type: ignore[return-value]
