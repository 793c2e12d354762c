"""Paints the places of seals over the pages of a form (mock-up seal.png)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPixmap

from app.media.facts import PageSize
from app.ui.forms.ink import seal_pixmap
from app.ui.forms.places import SealMark
from app.viewers.canvas import PageCanvas
from app.viewers.colors import PAPER_INKS
from app.viewers.drawing import box, sized

_MM_PER_POINT: Final = 25.4 / 72
_SEEN_THROUGH: Final = 0.85
"""The seal is not there yet: the writing below it can be read."""


class SealPlaces:
    """An overlay of the viewer's canvas; takes no pointer."""

    def __init__(self) -> None:
        self._marks: tuple[SealMark, ...] = ()
        self._sizes: Sequence[PageSize] = ()
        self._pictures: dict[str, QPixmap] = {}

    def set_marks(self, marks: Sequence[SealMark], sizes: Sequence[PageSize]) -> None:
        """The places to paint and the size of each page in points."""
        self._marks, self._sizes = tuple(marks), sizes
        wanted = {mark.picture.sha256: mark.picture for mark in marks if mark.picture}
        self._pictures = {
            sha256: self._pictures.get(sha256) or seal_pixmap(picture)
            for sha256, picture in wanted.items()
        }

    def part_of(self, mark: SealMark) -> tuple[float, float, float, float] | None:
        """Left, top, width and height as fractions of its page; None where that is not there."""
        if not 0 <= mark.page < len(self._sizes):
            return None
        width, height = (side * _MM_PER_POINT for side in self._sizes[mark.page])
        left, top, right, bottom = mark.rect_mm
        return left / width, top / height, (right - left) / width, (bottom - top) / height

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw the places on the pages that are seen."""
        for mark in self._marks:
            part = self.part_of(mark)
            if part is not None and mark.page in canvas.pages_visible():
                place = canvas.part_rect(mark.page, part)
                if not place.isEmpty():
                    self._paint_one(painter, canvas, mark, place)

    def press(self, event: QMouseEvent) -> bool:
        """Not for a place."""
        return False

    def move(self, event: QMouseEvent) -> bool:
        """Not for a place."""
        return False

    def release(self, event: QMouseEvent) -> bool:
        """Not for a place."""
        return False

    def _paint_one(
        self, painter: QPainter, canvas: PageCanvas, mark: SealMark, place: QRectF
    ) -> None:
        ink = QColor(PAPER_INKS["accent"])
        picture = self._pictures.get(mark.picture.sha256) if mark.picture else None
        if picture is not None and canvas.rotation_of(mark.page) == 0:
            begin, share = mark.shown
            wide, high = picture.width(), picture.height()
            part = QRectF(begin * wide, 0, share * wide, high)
            painter.setOpacity(_SEEN_THROUGH)
            painter.drawPixmap(place, picture, part)
            painter.setOpacity(1.0)
        box(painter, place, edge=ink, width=1.5, dashed=True)
        if mark.label:
            self._paint_label(painter, canvas, mark, place)

    def _paint_label(
        self, painter: QPainter, canvas: PageCanvas, mark: SealMark, place: QRectF
    ) -> None:
        font = sized(canvas, 12, bold=True)
        metrics = QFontMetrics(font)
        size = QSizeF(metrics.horizontalAdvance(mark.label) + 12.0, metrics.height() + 4.0)
        spot = label_spot(place, size, QRectF(canvas.viewport().rect()))
        box(painter, spot, ground=QColor(PAPER_INKS["accent"]))
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(spot.adjusted(6, 0, -6, 0), align, mark.label)


def label_spot(place: QRectF, size: QSizeF, view: QRectF) -> QRectF:
    """Below the place, above where the window ends there; never over its left or right edge."""
    left = max(view.left(), min(place.left(), view.right() - size.width()))
    below = place.bottom() + size.height() <= view.bottom()
    top = place.bottom() if below else place.top() - size.height()
    return QRectF(QPointF(round(left), round(top)), size)
