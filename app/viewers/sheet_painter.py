"""Paints pages out of the pictures there are of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.viewers.page_cache import Picture

Stack = Sequence[Picture]
"""Pictures of one page, each painted over those before it."""


def physical(place: QRectF, ratio: float) -> QRect:
    """Whole physical pixels of a place in logical ones; never empty."""
    return QRect(
        round(place.x() * ratio),
        round(place.y() * ratio),
        max(1, round(place.width() * ratio)),
        max(1, round(place.height() * ratio)),
    )


def paint_sheet(
    painter: QPainter, whole: QRect, exposed: QRect, stack: Stack, edge: QColor
) -> None:
    """Paint a page; the painter counts in physical pixels.

    A picture of exactly this size is copied. Others are scaled, and of those only what is
    `exposed`: coordinates stay small at any zoom.
    """
    painter.fillRect(whole.adjusted(-1, -1, 1, 1).intersected(exposed), edge)
    if not (stack and stack[0].rendered.is_whole):
        painter.fillRect(whole.intersected(exposed), Qt.GlobalColor.white)
    for picture in stack:
        _paint_picture(painter, whole, exposed, picture)


def _paint_picture(painter: QPainter, whole: QRect, exposed: QRect, picture: Picture) -> None:
    drawn = picture.rendered
    part = drawn.part
    source = drawn.source_rect
    is_exact = drawn.full_width == whole.width() and abs(drawn.full_height - whole.height()) <= 1
    if is_exact and (source.width, source.height) == (part.width, part.height):
        at = QPointF(whole.x() + part.x - source.x, whole.y() + part.y - source.y)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(at, picture.image)
        return
    x_step, y_step = whole.width() / drawn.full_width, whole.height() / drawn.full_height
    place = QRectF(
        whole.x() + part.x * x_step,
        whole.y() + part.y * y_step,
        part.width * x_step,
        part.height * y_step,
    )
    seen = place.intersected(QRectF(exposed))
    if seen.isEmpty():
        return
    x_source, y_source = source.width / place.width(), source.height / place.height()
    origin = QRectF(
        source.x + (seen.x() - place.x()) * x_source,
        source.y + (seen.y() - place.y()) * y_source,
        seen.width() * x_source,
        seen.height() * y_source,
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(seen, picture.image, origin)
