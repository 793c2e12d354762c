"""Marks on the paper: where a field stands on the scan."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from app.viewers.colors import PAPER_INKS
from app.viewers.drawing import box, icon_pixmap

_MARK = 16
_GLYPHS = {"green": "check", "red": "close-thick", "amber": "exclamation-thick"}


class Highlight(NamedTuple):
    """A rectangle on a page. `rect` is left, top, width, height as fractions of the upright
    page; `tone` is one of `PAPER_INKS`.
    """

    page: int
    rect: tuple[float, float, float, float]
    label: str = ""
    tone: str = "red"


def turned_rect(rect: tuple[float, float, float, float], rotation: int) -> QRectF:
    """The fractions after the page was turned clockwise by `rotation`."""
    x, y, width, height = rect
    if rotation == 90:
        return QRectF(1 - y - height, x, height, width)
    if rotation == 180:
        return QRectF(1 - x - width, 1 - y - height, width, height)
    if rotation == 270:
        return QRectF(y, 1 - x - width, height, width)
    return QRectF(x, y, width, height)


def on_page(rect: QRectF, page: QRectF) -> QRectF:
    """Fractions of a page to the page's place in the window."""
    return QRectF(
        page.x() + rect.x() * page.width(),
        page.y() + rect.y() * page.height(),
        rect.width() * page.width(),
        rect.height() * page.height(),
    )


def paint_current(
    painter: QPainter, rect: QRectF, mark: Highlight, font: QFont, bounds: QRectF
) -> None:
    """2 px and a wash of 10 %, with the label where it covers least."""
    ink = QColor(PAPER_INKS.get(mark.tone, PAPER_INKS["red"]))
    wash = QColor(ink)
    wash.setAlphaF(0.10)
    box(painter, rect.adjusted(-2, -2, 2, 2), ground=wash, edge=ink, width=2)
    if mark.label:
        place, text = _label_place(rect, mark.label, font, bounds)
        box(painter, place, ground=ink)
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(
            place.adjusted(6, 0, -6, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
            text,
        )


def _label_place(rect: QRectF, label: str, font: QFont, bounds: QRectF) -> tuple[QRectF, str]:
    metrics = QFontMetrics(font)
    height = metrics.height() + 4.0
    limit = max(40.0, bounds.width() - 8)
    text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, int(limit - 12))
    width = metrics.horizontalAdvance(text) + 12.0
    above = rect.top() - 2 - height
    top = above if above >= bounds.top() else rect.bottom() + 2
    left = min(max(rect.left() - 2, bounds.left()), max(bounds.left(), bounds.right() - width))
    return QRectF(round(left), round(top), width, height), text


def paint_other(
    painter: QPainter, rect: QRectF, mark: Highlight, ratio: float, page: QRectF
) -> None:
    """1.2 px dashed and a 16-px mark beside the right edge, no label."""
    ink = PAPER_INKS.get(mark.tone, PAPER_INKS["red"])
    box(painter, rect.adjusted(-1, -1, 1, 1), edge=QColor(ink), width=1.2, dashed=True)
    x = min(rect.right() + 4, page.right() - _MARK)
    spot = QRectF(round(x), round(rect.center().y() - _MARK / 2), _MARK, _MARK)
    box(painter, spot, radius=3, ground=QColor(ink))
    glyph = icon_pixmap(_GLYPHS.get(mark.tone, "circle-medium"), "#FFFFFF", 12, ratio)
    painter.drawPixmap(QPointF(spot.x() + 2, spot.y() + 2), glyph)
