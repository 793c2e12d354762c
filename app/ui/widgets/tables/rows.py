"""Drawing the rows of a table: ground, hairline and bar once a row, then its cells by their kind.

The view draws its rows itself. Qt would call a delegate for each of some 280 cells, with an option
and an index made for each, at every key typed into a search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from app.ui.theme import theme
from app.ui.widgets.paint import fill, line
from app.ui.widgets.tables.cells import PLAIN_ROW, Align, Cell, CheckCell, GroupHead, RowInfo
from app.ui.widgets.tables.drawing import CHECK_INSET, Look, draw_cell

if TYPE_CHECKING:
    from app.ui.widgets.tables.model import CellModel
    from app.ui.widgets.tables.view import TableView

PADDING = 8
FIRST_INSET = 16
_BAR = 3
_GLYPH = 16
_Edges = tuple[float, float, float, float]
"""Left, top, width and height, in logical pixels."""


class _Column(NamedTuple):
    """A column on screen."""

    number: int
    left: float
    width: float
    align: Align
    first: bool


def cell_box(left: float, top: float, width: float, height: float, *, first: bool) -> QRectF:
    """Where the words of a cell stand: the cell without its padding."""
    inset = FIRST_INSET if first else PADDING
    return QRectF(left + inset, top, width - inset - PADDING, height)


class RowPainter:
    """Draws what is visible of a table."""

    def __init__(self, view: TableView) -> None:
        self._view = view

    def paint(
        self, painter: QPainter, model: CellModel, rect: QRect, clock: Callable[[], datetime]
    ) -> None:
        """Draw the rows within ``rect`` of the viewport."""
        view = self._view
        columns = self._columns(rect)
        left, width = view.row_span()
        selected = {index.row() for index in view.selectionModel().selectedIndexes()}
        now, hovered = clock(), view.hovered_row
        row, below = view.rowAt(rect.top()), rect.bottom()
        while 0 <= row < model.line_count():
            top, height = view.rowViewportPosition(row), view.rowHeight(row)
            if top > below:
                break
            info = model.info_at(row) or PLAIN_ROW
            edges = (left, top, width, height)
            chosen = row in selected
            if info.group is not None:
                _head(painter, edges, info.group, selected=chosen)
            else:
                _ground(painter, edges, info, selected=chosen, hovered=row == hovered)
                _cells(painter, model, row, columns, top, height, _looks(now, info, chosen))
            row += 1

    def _columns(self, rect: QRect) -> list[_Column]:
        """The columns that ``rect`` touches, left to right."""
        view, found = self._view, []
        header, first = view.header, view.first_column()
        for visual in range(header.count()):
            number = header.logicalIndex(visual)
            if header.isSectionHidden(number):
                continue
            left, width = view.columnViewportPosition(number), view.columnWidth(number)
            if left <= rect.right() and left + width >= rect.left():
                align = view.columns[number].align
                found.append(_Column(number, left, width, align, number == first))
        return found


def _looks(now: datetime, info: RowInfo, selected: bool) -> Callable[[Align], Look]:
    made: dict[Align, Look] = {}

    def look(align: Align) -> Look:
        found = made.get(align)
        if found is None:
            found = made[align] = Look(now, align, selected, info.dim)
        return found

    return look


def _cells(
    painter: QPainter,
    model: CellModel,
    row: int,
    columns: Sequence[_Column],
    top: float,
    height: float,
    look: Callable[[Align], Look],
) -> None:
    for number, left, width, align, first in columns:
        cell: Cell | None = model.cell_at(row, number)
        if cell is None:
            continue
        if isinstance(cell, CheckCell):
            box = QRectF(left + CHECK_INSET, top, width - CHECK_INSET, height)
        else:
            box = cell_box(left, top, width, height, first=first)
        draw_cell(painter, box, cell, look(align))


def _ground(
    painter: QPainter, edges: _Edges, info: RowInfo, *, selected: bool, hovered: bool
) -> None:
    left, top, width, height = edges
    if selected or info.ticked or hovered:
        fill(painter, left, top, width, height, "selected" if selected else "hover")
    fill(painter, left, top + height - 1, width, 1, "line")
    bar = info.bar or ("accent_text" if selected else "")
    if bar:
        fill(painter, left, top, _BAR, height, bar)


def _head(painter: QPainter, edges: _Edges, head: GroupHead, *, selected: bool) -> None:
    left, top, width, height = edges
    fill(painter, left, top, width, height, "selected" if selected else "subtle")
    fill(painter, left, top + height - 1, width, 1, "line")
    if selected:
        fill(painter, left, top, _BAR, height, "accent_text")
    glyph = theme.px(_GLYPH)
    icon = "chevron-down" if head.open else "chevron-right"
    theme.paint_icon(painter, icon, left + 10, top + height / 2, _GLYPH, "text3")
    title = QRectF(left + 16 + glyph, top, width - 32 - glyph - PADDING, height)
    used = line(painter, title, head.title, theme.font(12, bold=True), head.tone)
    remark = title.adjusted(used + 12, 0, 0, 0)
    line(painter, remark, head.remark, theme.font(12), "text3")
