"""Lines of text that are laid out once and drawn many times.

A table shows the same words in row after row and is painted anew at each key typed into a search.
Laying out a line of Chinese costs many times what drawing it costs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

from app.ui.theme import theme

_KEPT: Final = 8192
_SLACK: Final = 0.01


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, laid out.

    Attributes:
        text: what is drawn.
        natural: its exact width, in logical pixels.
        height: its height, in logical pixels.
    """

    text: QStaticText
    natural: float
    height: float

    @property
    def width(self) -> int:
        """The width, rounded up."""
        return math.ceil(self.natural)


class Typesetter:
    """Lays out lines in the fonts of the theme, and remembers them until the theme changes."""

    def __init__(self) -> None:
        self._fonts: dict[int, tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[int, str], float] = {}
        self._lines: dict[tuple[int, str, float], SetLine] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Lay everything out anew."""
        self._fonts.clear()
        self._widths.clear()
        self._lines.clear()

    def width(self, text: str, font: QFont) -> float:
        """The exact width of a whole line, in logical pixels."""
        key = (id(font), text)
        found = self._widths.get(key)
        if found is None:
            found = self._widths[key] = self._metrics(font).horizontalAdvance(_one_line(text))
        return found

    def fitting(self, text: str, font: QFont, room: float) -> SetLine:
        """A line, cut with … at the right where it is wider than ``room``."""
        natural = self.width(text, font)
        room = max(0.0, room) + _SLACK
        key = (id(font), text, -1.0 if natural <= room else room)
        found = self._lines.get(key)
        if found is None:
            if len(self._lines) > _KEPT:
                self.forget()
            found = self._lines[key] = self._set(text, font, natural, room)
        return found

    def _set(self, text: str, font: QFont, natural: float, room: float) -> SetLine:
        text = _one_line(text)
        if natural > room:
            metrics = self._metrics(font)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            natural = metrics.horizontalAdvance(text)
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(QTransform(), font)
        return SetLine(static, natural, static.size().height())

    def _metrics(self, font: QFont) -> QFontMetricsF:
        """The measures of a font, which is kept so that its identity stays its own."""
        found = self._fonts.get(id(font))
        if found is None:
            found = self._fonts[id(font)] = (font, QFontMetricsF(font))
        return found[1]


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


typesetter = Typesetter()
