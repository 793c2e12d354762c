"""What happened to a case, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.paint import LEFT, Wrapped, advance, fill, line, painter_on

_TIME = 84
_DOT = 96
_TEXT = 112


@dataclass(frozen=True)
class TimelineItem:
    """Who did what, when; ``detail`` (an opinion) stands below, wrapped."""

    when: str
    what: str
    state: Literal["", "now", "bad"] = ""
    detail: str = ""


class Timeline(QWidget):
    """Times at the left, dots on a line, words at the right."""

    def __init__(self, items: Sequence[TimelineItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[TimelineItem, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_items(items)
        theme.changed.connect(self.updateGeometry)

    def set_items(self, items: Sequence[TimelineItem]) -> None:
        """Show another history."""
        self._items = tuple(items)
        self.setAccessibleName("\n".join(sentence(i.when, i.what, i.detail) for i in items))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._heights(width))

    def sizeHint(self) -> QSize:
        widest = max((advance(i.what, theme.font(13)) for i in self._items), default=0)
        width = theme.px(_TEXT) + min(widest, 360)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_TEXT) + 80, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        top = 0
        heights = self._heights(self.width())
        for index, (item, height) in enumerate(zip(self._items, heights, strict=True)):
            self._paint_item(painter, item, top, height, last=index == len(heights) - 1)
            top += height

    def _paint_item(
        self, painter: QPainter, item: TimelineItem, top: int, height: int, *, last: bool
    ) -> None:
        row = theme.px(28)
        centre = top + row / 2
        line(painter, QRectF(0, top, theme.px(_TIME), row), item.when, theme.font(12), "text3")
        if not last:
            fill(painter, theme.px(_DOT) - 1, centre + 6, 1, height - 12, "line2")
        now = item.state == "now"
        ink = {"now": "accent_text", "bad": "red"}.get(item.state, "control")
        painter.setPen(QPen(theme.color(ink), 1.5))
        painter.setBrush(theme.color(ink if now else "panel"))
        painter.drawEllipse(QPointF(theme.px(_DOT) - 0.5, centre), 4, 4)
        tone = {"now": "text", "bad": "red"}.get(item.state, "text2")
        words = QRectF(theme.px(_TEXT), top, self.width() - theme.px(_TEXT), row)
        line(painter, words, item.what, theme.font(13), tone, LEFT)
        if item.detail:
            self._wrapped(item, self.width()).draw(painter, theme.px(_TEXT), top + row - 4, "text2")

    def _heights(self, width: int) -> list[int]:
        row = theme.px(28)
        return [
            row + (self._wrapped(item, width).height if item.detail else 0) for item in self._items
        ]

    @staticmethod
    def _wrapped(item: TimelineItem, width: int) -> Wrapped:
        return Wrapped(item.detail, theme.font(12), width - theme.px(_TEXT))
