"""What Qt asks of a cell beside drawing it: its width, its tip, and where its box is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from app.ui.widgets.items import Index, row_rect
from app.ui.widgets.tables.cells import (
    PLAIN_ROW,
    CheckCell,
    Roles,
    RowInfo,
    SeverityCell,
    as_cell,
    cell_words,
)
from app.ui.widgets.tables.drawing import CHECK_INSET, cell_width
from app.ui.widgets.tables.rows import FIRST_INSET, PADDING, cell_box

if TYPE_CHECKING:
    from app.ui.widgets.tables.view import TableView


def row_info(index: Index) -> RowInfo:
    """How the row of an index looks."""
    info = index.data(Roles.ROW)
    return info if isinstance(info, RowInfo) else PLAIN_ROW


class CellDelegate(QStyledItemDelegate):
    """Says how wide a cell would like to be, and the whole words of one that is cut."""

    def __init__(self, view: TableView, clock: Callable[[], datetime]) -> None:
        super().__init__(view)
        self._view = view
        self.clock = clock

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
        first = index.column() == self._view.first_column()
        room = cell_box(rect.x(), rect.y(), rect.width(), rect.height(), first=first).width()
        cut = cell_width(cell, self.clock()) > room
        return cell_words(cell, self.clock()) if cut else ""


def hit_check(index: Index, rect: QRect, position: QPoint) -> bool:
    """Whether a point in the viewport is on the check box of a cell."""
    if not isinstance(as_cell(index.data(Roles.CELL)), CheckCell):
        return False
    return rect.left() <= position.x() <= rect.left() + CHECK_INSET + 24
