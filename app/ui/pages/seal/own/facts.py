"""Labels and values below each other, and lines that say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.operations.sealing.seal_cards import Trouble
from app.ui.i18n import language
from app.ui.widgets import IconMark, Label, clear_layout, hbox, vbox

Fact = tuple[str, str]
_CALM: Final = frozenset({"own_seals.no_key", "sealing.not_holder", "own_seals.status_reason"})


class Facts(QFrame):
    """Rows of label and value; one without a value is left out."""

    def __init__(self, rows: Iterable[Fact] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.rows: tuple[Fact, ...] = ()
        self.set_rows(rows)

    def set_rows(self, rows: Iterable[Fact]) -> None:
        """Show other rows."""
        self.rows = tuple(row for row in rows if row[1])
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for number, (label, value) in enumerate(self.rows):
            self._grid.addWidget(Label(label, tone="text3"), number, 0, top)
            self._grid.addWidget(Label(value, wrap=True), number, 1)


class Notes(QFrame):
    """What is wrong, gravest first, each with what to do."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.texts: tuple[str, ...] = ()
        self.hide()

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Show what keeps a seal from use, and what will."""
        ordered = sorted(troubles, key=lambda one: not one.grave)
        self.show_lines([
            (*_looks(one), one.text(language()), one.remedy(language())) for one in ordered
        ])  # fmt: skip

    def show_lines(self, lines: Sequence[tuple[str, str, str, str]]) -> None:
        """Show lines of icon, tone, text and remedy."""
        clear_layout(self._column)
        self.texts = tuple(text for _icon, _tone, text, _remedy in lines)
        for icon, tone, text, remedy in lines:
            self._column.addWidget(_line(icon, tone, text, remedy))
        self.setVisible(bool(lines))
        self.setAccessibleName(" ".join(self.texts))


def _looks(trouble: Trouble) -> tuple[str, str]:
    """Icon and tone: red only for what went wrong, not for what is yet to be done."""
    if trouble.code in _CALM:
        return "information-outline", "text2"
    return ("alert-circle", "red") if trouble.grave else ("alert", "amber")


def _line(icon: str, tone: str, text: str, remedy: str) -> QWidget:
    words: list[QWidget] = [Label(text, tone=tone, wrap=True)]
    if remedy:
        words.append(Label(remedy, 12, tone="text2", wrap=True))
    mark = vbox(IconMark(icon, tone, 16), None, margins=(0, 1, 0, 0))
    return hbox(mark, (vbox(*words, spacing=2), 1), spacing=8)
