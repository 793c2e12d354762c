"""How found and selected text is shown on the paper."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QMouseEvent, QPainter

from app.viewers.canvas import PageCanvas
from app.viewers.colors import PAPER_INKS
from app.viewers.drawing import box
from app.viewers.letters import Rect
from app.viewers.text_search import TextSearch

_FOUND = QColor("#FFE08A")
_CURRENT = QColor("#FFB84D")
_SELECTED = QColor("#A9CBF5")


def wash(painter: QPainter, rects: Iterable[QRectF], colour: QColor) -> None:
    """Colour the paper and leave the ink: as a marker pen does."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for rect in rects:
        painter.fillRect(rect, colour)
    painter.restore()


def wash_selected(painter: QPainter, rects: Iterable[QRectF]) -> None:
    """Text that is selected."""
    wash(painter, rects, _SELECTED)


def places(canvas: PageCanvas, page: int, parts: Iterable[Rect]) -> list[QRectF]:
    """Parts of a page in the viewport, a little larger than their letters."""
    return [canvas.part_rect(page, part).adjusted(-1, -1, 1, 1) for part in parts]


class SearchMarks:
    """An overlay: every hit is washed, the current one framed as well."""

    def __init__(self, search: TextSearch) -> None:
        self._search = search

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw the hits of the pages that are seen."""
        seen, now = canvas.pages_visible(), self._search.hit()
        view = QRectF(canvas.viewport().rect())
        for hit in self._search.hits:
            if hit.page not in seen:
                continue
            rects = [one for one in places(canvas, hit.page, hit.parts) if one.intersects(view)]
            wash(painter, rects, _CURRENT if hit == now else _FOUND)
            for rect in rects if hit == now else ():
                box(painter, rect, edge=QColor(PAPER_INKS["amber"]), width=2)

    def press(self, _event: QMouseEvent) -> bool:
        """Hits take no pointer."""
        return False

    def move(self, _event: QMouseEvent) -> bool:
        """Hits take no pointer."""
        return False

    def release(self, _event: QMouseEvent) -> bool:
        """Hits take no pointer."""
        return False
