"""The one delegate of all tables: ground, hairline, bar, and the cell by its kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from app.ui.theme import theme
from app.ui.widgets.items import Index, is_selected, row_rect
from app.ui.widgets.paint import fill, fill_rect, line, smooth
from app.ui.widgets.tables.cells import (
    PLAIN_ROW,
    Cell,
    CheckCell,
    GroupHead,
    Roles,
    RowInfo,
    SeverityCell,
    as_cell,
    cell_words,
)
from app.ui.widgets.tables.drawing import CHECK_INSET, Look, cell_width, draw_cell

if TYPE_CHECKING:
    from app.ui.widgets.tables.view import TableView

PADDING = 8
FIRST_INSET = 16


def row_info(index: Index) -> RowInfo:
    """How the row of an index looks."""
    info = index.data(Roles.ROW)
    return info if isinstance(info, RowInfo) else PLAIN_ROW


class CellDelegate(QStyledItemDelegate):
    """Draws what the model answers for `Roles.CELL` and `Roles.ROW`."""

    def __init__(self, view: TableView, clock: Callable[[], datetime]) -> None:
        super().__init__(view)
        self._view = view
        self.clock = clock
        self._first = 0
        self._span = (0, 0)
        self._now = clock()
        self._row = -1
        self._info = PLAIN_ROW
        self._model: QAbstractItemModel | None = None

    def begin(self) -> None:
        """A paint event begins: what holds for all its cells is asked for once."""
        self._first = self._view.first_column()
        self._span = self._view.row_span()
        self._now = self.clock()
        self._row = -1
        self._model = self._view.model()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell; with the first one of a row that is drawn, what runs through the row.

        The painter is the view's for one paint event, and each part sets what it draws with:
        saving it for each cell would take as long as drawing.
        """
        if self._model is None:  # not by a paint event of the view, but by a drag or a test
            self.begin()
        row, rect, selected = index.row(), row_rect(option), is_selected(option)
        if self._row != row:
            self._begin_row(painter, rect, index)
        info = self._info
        if info.group is not None:
            self._paint_group(painter, rect, info.group, selected=selected)
            return
        first = index.column() == self._first
        if selected or info.ticked or self._view.hovered_row == row:
            # In each cell: Qt draws its own ground of a selected one before.
            fill_rect(painter, rect, "selected" if selected else "hover")
            fill(painter, rect.left(), rect.bottom() - 1, rect.width(), 1, "line")
        bar = (info.bar or ("accent_text" if selected else "")) if first else ""
        if bar:
            fill(painter, rect.left(), rect.top(), 3, rect.height(), bar)
        cell = self._cell(index)
        if cell is not None:
            look = Look(self._now, self._view.columns[index.column()].align, selected, info.dim)
            draw_cell(painter, self._box(rect, cell, first=first), cell, look)

    def _begin_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Ask for the look of a row, and draw its hairline through all columns at once."""
        smooth(painter)
        self._row, self._info = index.row(), row_info(index)
        if self._info.group is None:
            left, width = self._span
            fill(painter, left, rect.bottom() - 1, width, 1, "line")

    def _cell(self, index: Index) -> Cell | None:
        """Straight from a model in Python, without a turn through Qt for each cell."""
        assert self._model is not None
        return as_cell(self._model.data(index, Roles.CELL))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = as_cell(index.data(Roles.CELL))
        padding = 2 * PADDING + (FIRST_INSET if index.column() == 0 else 0)
        return QSize(cell_width(cell, self.clock()) + padding, self._view.row_height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.tip(index, row_rect(option)), view)
        return True

    def tip(self, index: Index, rect: QRectF) -> str:
        """The whole words of a cell that is cut; empty when nothing is."""
        cell = as_cell(index.data(Roles.CELL))
        if cell is None or row_info(index).group is not None or isinstance(cell, CheckCell):
            return ""
        if isinstance(cell, SeverityCell):
            return cell_words(cell)
        box = self._box(rect, cell, first=index.column() == self._view.first_column())
        cut = cell_width(cell, self.clock()) > box.width()
        return cell_words(cell, self.clock()) if cut else ""

    @staticmethod
    def _box(rect: QRectF, cell: Cell, *, first: bool) -> QRectF:
        if isinstance(cell, CheckCell):
            return rect.adjusted(CHECK_INSET, 0, 0, 0)
        return rect.adjusted(FIRST_INSET if first else PADDING, 0, -PADDING, 0)

    def _paint_group(
        self, painter: QPainter, rect: QRectF, head: GroupHead, *, selected: bool
    ) -> None:
        """Draw the slice of the head that falls on one cell: it runs through all columns."""
        painter.save()
        fill_rect(painter, rect, "selected" if selected else "subtle")
        fill(painter, rect.left(), rect.bottom() - 1, rect.width(), 1, "line")
        painter.setClipRect(rect)
        left, width = self._span
        if selected:
            fill(painter, left, rect.top(), 3, rect.height(), "accent_text")
        icon = "chevron-down" if head.open else "chevron-right"
        theme.paint_icon(painter, icon, left + 10, rect.center().y(), 16, "text3")
        start = left + 10 + theme.px(16) + 6
        title = QRectF(start, rect.top(), width - 32 - theme.px(16) - PADDING, rect.height())
        used = line(painter, title, head.title, theme.font(12, bold=True), head.tone)
        remark = title.adjusted(used + 12, 0, 0, 0)
        line(painter, remark, head.remark, theme.font(12), "text3")
        painter.restore()


def hit_check(index: Index, rect: QRect, position: QPoint) -> bool:
    """Whether a point in the viewport is on the check box of a cell."""
    if not isinstance(as_cell(index.data(Roles.CELL)), CheckCell):
        return False
    return rect.left() <= position.x() <= rect.left() + CHECK_INSET + 24
