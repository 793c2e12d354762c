"""Key caps, and the row of key hints that gives way from the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.paint import CENTRE, advance, line, painter_on, rounded

#: A key such as ``Ctrl+Enter`` and what it does.
Hint = tuple[str, str]

_PADDING = 5
_HEIGHT = 18
_LABEL_GAP = 6
_HINT_GAP = 14


def keycap_width(key: str) -> int:
    """Width of a key cap."""
    return max(20, advance(key, theme.font(11)) + 2 * _PADDING)


def paint_keycap(painter: QPainter, x: float, centre_y: float, key: str) -> int:
    """Draw a key cap and return its width."""
    width, height = keycap_width(key), theme.px(_HEIGHT)
    rect = QRectF(x, round(centre_y - height / 2), width, height)
    rounded(painter, rect, 3, "panel", "line2")
    line(painter, rect, key, theme.font(11), "text2", CENTRE)
    return width


class KeyCap(QWidget):
    """One key; always Latin, so that 11 px can be read."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(keycap_width(self._key), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_keycap(painter_on(self), 0, self.height() / 2, self._key)


class KeyHints(QWidget):
    """Keys with their meaning, most used first; what does not fit is left out from the right."""

    def __init__(self, hints: Sequence[Hint] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[Hint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show other hints."""
        self._hints = tuple(hints)
        self.setAccessibleName(" · ".join(f"{key} {label}" for key, label in hints))
        self.updateGeometry()
        self.update()

    def shown(self) -> tuple[Hint, ...]:
        """The hints that have room now."""
        left = self.width()
        count = 0
        for hint in self._hints:
            left -= self._width(hint)
            if left < 0:
                break
            left -= _HINT_GAP
            count += 1
        return self._hints[:count]

    def sizeHint(self) -> QSize:
        gaps = _HINT_GAP * max(0, len(self._hints) - 1)
        return QSize(sum(map(self._width, self._hints)) + gaps, theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        font = theme.font(12)
        x, centre = 0.0, self.height() / 2
        for key, label in self.shown():
            x += paint_keycap(painter, x, centre, key)
            if label:
                x += _LABEL_GAP
                width = advance(label, font)
                line(painter, QRectF(x, 0, width + 1, self.height()), label, font, "text3")
                x += width
            x += _HINT_GAP

    @staticmethod
    def _width(hint: Hint) -> int:
        key, label = hint
        return keycap_width(key) + (_LABEL_GAP + advance(label, theme.font(12)) if label else 0)
