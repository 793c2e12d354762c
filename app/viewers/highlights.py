"""Marks on the paper: where a field stands on the scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, qGray

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


def upright_point(x: float, y: float, rotation: int) -> tuple[float, float]:
    """The point of the upright page that lies at fractions `x`, `y` of the turned one."""
    if rotation == 90:
        return y, 1 - x
    if rotation == 180:
        return 1 - x, 1 - y
    if rotation == 270:
        return 1 - y, x
    return x, y


def on_page(rect: QRectF, page: QRectF) -> QRectF:
    """Fractions of a page to the page's place in the window."""
    return QRectF(
        page.x() + rect.x() * page.width(),
        page.y() + rect.y() * page.height(),
        rect.width() * page.width(),
        rect.height() * page.height(),
    )


def paint_current(
    painter: QPainter,
    rect: QRectF,
    mark: Highlight,
    font: QFont,
    bounds: QRectF,
    covered: Callable[[QRectF], float],
) -> None:
    """2 px and a wash of 10 %, with the label on the side that covers least.

    `bounds`: where a label may stand; `covered`: how much writing there is in a place.
    """
    ink = QColor(PAPER_INKS.get(mark.tone, PAPER_INKS["red"]))
    wash = QColor(ink)
    wash.setAlphaF(0.10)
    frame = rect.adjusted(-2, -2, 2, 2)
    box(painter, frame, ground=wash, edge=ink, width=2)
    if not mark.label:
        return
    metrics = QFontMetrics(font)
    room = int(max(40.0, bounds.width() - 8)) - 12
    text = metrics.elidedText(mark.label, Qt.TextElideMode.ElideRight, room)
    size = QSizeF(metrics.horizontalAdvance(text) + 12.0, metrics.height() + 4.0)
    place = min(label_places(frame, size, bounds), key=covered)
    box(painter, place, ground=ink)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    align = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(place.adjusted(6, 0, -6, 0), align, text)


def label_places(frame: QRectF, size: QSizeF, bounds: QRectF) -> list[QRectF]:
    """Where a label can stand beside its frame, best first; above even if it is cut there."""
    left = min(max(frame.left(), bounds.left()), max(bounds.left(), bounds.right() - size.width()))
    above = QRectF(QPointF(round(left), round(frame.top() - size.height())), size)
    below = QRectF(QPointF(round(left), round(frame.bottom())), size)
    middle = round(frame.center().y() - size.height() / 2)
    after = QRectF(QPointF(round(frame.right()), middle), size)
    before = QRectF(QPointF(round(frame.left() - size.width()), middle), size)
    return [place for place in (above, below, after, before) if bounds.contains(place)] or [above]


def writing(image: QImage, page: QRectF, place: QRectF) -> float:
    """The share of dark spots of `image`, painted on `page`, below `place`; from 200 samples."""
    dark = 0
    for row in range(5):
        for column in range(40):
            x = place.x() + (column + 0.5) / 40 * place.width() - page.x()
            y = place.y() + (row + 0.5) / 5 * place.height() - page.y()
            at_x, at_y = (
                int(x / page.width() * image.width()),
                int(y / page.height() * image.height()),
            )
            if image.valid(at_x, at_y) and qGray(image.pixel(at_x, at_y)) < 160:
                dark += 1
    return dark / 200


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
