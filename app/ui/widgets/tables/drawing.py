"""How each kind of cell is drawn, and how wide it would like to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.ui.theme import theme
from app.ui.widgets import formats
from app.ui.widgets.badge import badge_width, paint_badge
from app.ui.widgets.paint import CENTRE, LEFT, RIGHT, advance, line, rounded
from app.ui.widgets.severities import paint_severities, severities_width
from app.ui.widgets.tables.cells import (
    Align,
    BadgeCell,
    Cell,
    CheckCell,
    CountdownCell,
    ProgressCell,
    SeverityCell,
    TextCell,
    cell_words,
)
from app.ui.widgets.toggles import check_icon

_ALIGN: dict[Align, Qt.AlignmentFlag] = {"left": LEFT, "right": RIGHT, "centre": CENTRE}
_BADGE_GAP = 6
_TAIL_GAP = 8
_BAR = 96
CHECK_INSET = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What the row adds to a cell."""

    now: datetime
    align: Align = "left"
    selected: bool = False
    dim: bool = False


def draw_cell(painter: QPainter, box: QRectF, cell: Cell, look: Look) -> None:
    """Draw a cell into ``box``, which has the padding taken off."""
    match cell:
        case TextCell():
            _draw_text(painter, box, cell, look)
        case BadgeCell():
            _draw_badges(painter, box, cell, look)
        case SeverityCell():
            if cell.counts is not None:
                paint_severities(painter, box.left(), box.center().y(), cell.counts)
        case CountdownCell():
            words = cell_words(cell, look.now)
            tone = formats.urgency(cell.deadline, look.now) if cell.deadline else ""
            line(painter, box, words, theme.font(13), tone or "text2", _ALIGN[look.align])
        case ProgressCell():
            _draw_progress(painter, box, cell)
        case CheckCell():
            icon, tone = check_icon(cell.state)
            theme.paint_icon(painter, icon, box.left(), box.center().y(), 18, tone)


def cell_width(cell: Cell | None, now: datetime) -> int:
    """The width in which nothing of a cell is cut, without padding."""
    match cell:
        case TextCell():
            width = advance(cell.text, theme.font(13, bold=cell.bold, mono=cell.mono))
            width += theme.px(16) + 6 if cell.icon else 0
            small = theme.font(12)
            width += _TAIL_GAP + advance(cell.tail, small) if cell.tail else 0
            return max(width, advance(cell.sub, small))
        case BadgeCell():
            widths = [badge_width(badge) for badge in cell.badges]
            return sum(widths) + _BADGE_GAP * max(0, len(widths) - 1)
        case SeverityCell():
            return severities_width(cell.counts) if cell.counts is not None else 0
        case ProgressCell():
            return _BAR + 8 + advance(cell.text, theme.font(12))
        case CheckCell():
            return theme.px(18)
        case _:
            return advance(cell_words(cell, now), theme.font(13))


def _draw_text(painter: QPainter, box: QRectF, cell: TextCell, look: Look) -> None:
    tone = "text3" if look.dim and cell.tone == "text" else cell.tone
    font = theme.font(13, bold=cell.bold, mono=cell.mono)
    align = _ALIGN[cell.align if cell.align != "left" else look.align]
    if cell.icon:
        theme.paint_icon(painter, cell.icon, box.left(), box.center().y(), 16, cell.icon_tone)
        box = box.adjusted(theme.px(16) + 6, 0, 0, 0)
    if cell.sub:
        middle = box.center().y()
        upper = QRectF(box.left(), middle - theme.px(20), box.width(), theme.px(20))
        lower = QRectF(box.left(), middle, box.width(), theme.px(18))
        line(painter, upper, cell.text, font, tone, align)
        line(painter, lower, cell.sub, theme.font(12), "text3", align)
        return
    width = line(painter, box, cell.text, font, tone, align)
    left = box.left() + width + _TAIL_GAP
    if cell.tail and left < box.right():
        rest = QRectF(left, box.top(), box.right() - left, box.height())
        line(painter, rest, cell.tail, theme.font(12), "text3")


def _draw_badges(painter: QPainter, box: QRectF, cell: BadgeCell, look: Look) -> None:
    x = box.left()
    for badge in cell.badges:
        room = box.right() - x
        if room < 16:
            break
        x += _BADGE_GAP + paint_badge(
            painter, x, box.center().y(), badge, on_selected=look.selected, room=room
        )


def _draw_progress(painter: QPainter, box: QRectF, cell: ProgressCell) -> None:
    small = theme.font(12)
    words = advance(cell.text, small)
    room = box.width() - (words + 8 if cell.text else 0)
    width = max(24.0, min(_BAR, room))
    top = round(box.center().y()) - 2
    rounded(painter, QRectF(box.left(), top, width, 4), 2, "line")
    done = max(4.0, width * min(1.0, cell.fraction)) if cell.fraction > 0 else 0.0
    ink = "control" if cell.quiet else "accent_text"
    if done:
        rounded(painter, QRectF(box.left(), top, done, 4), 2, ink)
    left = box.left() + width + 8
    rest = QRectF(left, box.top(), box.right() - left, box.height())
    line(painter, rest, cell.text, small, "text2")
