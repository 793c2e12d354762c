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
        font: kept so that its identity stays its own.
    """

    text: QStaticText
    natural: float
    height: float
    font: QFont

    @property
    def width(self) -> int:
        """The width, rounded up."""
        return math.ceil(self.natural)


class Typesetter:
    """Lays out lines in the fonts of the theme, and remembers them until the theme changes."""

    def __init__(self) -> None:
        self._whole: dict[tuple[int, str], SetLine] = {}
        self._cut: dict[tuple[int, str, float], SetLine] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Lay everything out anew."""
        self._whole.clear()
        self._cut.clear()

    def whole(self, text: str, font: QFont) -> SetLine:
        """A line with all its text."""
        key = (id(font), text)
        found = self._whole.get(key)
        if found is None:
            self._make_room()
            found = self._whole[key] = _lay_out(text, font)
        return found

    def fitting(self, text: str, font: QFont, room: float) -> SetLine:
        """A line, cut with … at the right where it is wider than ``room``."""
        line = self.whole(text, font)
        room = max(0.0, room) + _SLACK
        if line.natural <= room:
            return line
        key = (id(font), text, room)
        found = self._cut.get(key)
        if found is None:
            shortened = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            found = self._cut[key] = _lay_out(shortened, font)
        return found

    def _make_room(self) -> None:
        if len(self._whole) + len(self._cut) > _KEPT:
            self.forget()


def _lay_out(text: str, font: QFont) -> SetLine:
    text = text.replace("\n", " ")
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(QTransform(), font)
    natural = QFontMetricsF(font).horizontalAdvance(text)
    return SetLine(static, natural, static.size().height(), font)


typesetter = Typesetter()
