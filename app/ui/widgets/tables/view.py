"""The table: rows of one height, a current row, ticks, group heads, kept columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QTableView,
    QWidget,
)

from app.ui.theme import theme
from app.ui.widgets.a11y import announce
from app.ui.widgets.items import Index
from app.ui.widgets.paint import painter_on
from app.ui.widgets.tables.cells import CheckCell, Column, Roles, as_cell
from app.ui.widgets.tables.delegate import CellDelegate, hit_check, row_info
from app.ui.widgets.tables.header import KeptState, TableHeader
from app.ui.widgets.tables.model import CellModel
from app.ui.widgets.tables.rows import RowPainter

RowKind = Literal["table", "dense", "two_line"]
_HEIGHTS: dict[RowKind, int] = {"table": 36, "dense": 30, "two_line": 48}
_GROUP = 28
_TICK_MS = 60_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TableView(QTableView):
    """A table over a :class:`CellModel`.

    A model with a method ``group_rows() -> Sequence[int]`` is asked where its heads are.

    Attributes:
        opened: Enter or a double click on a row.
        tickToggled: the box of a row was clicked, or Space pressed; carries the row.
        ticksExtended: a box was clicked with Shift; carries first and last row.
        groupToggled: a head was clicked, or Enter or Space pressed on it; carries the row.
        currentRowChanged: another row is current; -1 when none is.
    """

    opened = Signal(QModelIndex)
    tickToggled = Signal(int)
    ticksExtended = Signal(int, int)
    groupToggled = Signal(int)
    currentRowChanged = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column],
        row: RowKind = "table",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.hovered_row = -1
        self._row: RowKind = row
        self._group_rows: tuple[int, ...] = ()
        self._last_ticked = -1
        self.setAccessibleName(name)
        self._delegate = CellDelegate(self, _utc_now)
        self.setItemDelegate(self._delegate)
        self._rows = RowPainter(self)
        self._header = TableHeader(columns, self)
        self.setHorizontalHeader(self._header)
        self._behave()
        self._restyle()
        theme.changed.connect(self._restyle)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.viewport().update)
        self._timer.start()

    def _behave(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(1)
        vertical.hide()

    # --- setting up ----------------------------------------------------------------------------

    @property
    def header(self) -> TableHeader:
        """The heads of the columns."""
        return self._header

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model whose columns are those of the table, in order.

        :raises TypeError: it is no :class:`CellModel`.
        """
        if not isinstance(model, CellModel | None):
            raise TypeError(type(model).__name__)
        super().setModel(model)
        if model is None:
            return
        self._header.apply_columns()
        for signal in (
            model.modelReset,
            model.layoutChanged,
            model.rowsInserted,
            model.rowsRemoved,
        ):
            signal.connect(self._ask_groups)
        self._ask_groups()

    def set_clock(self, clock: Callable[[], datetime]) -> None:
        """Count the left time by this clock: the server's."""
        self._delegate.clock = clock

    def keep_header(self, state: KeptState, key: str) -> None:
        """Restore widths, order and hidden columns, and keep changes; after `setModel`."""
        self._header.keep_in(state, key)

    def set_group_rows(self, rows: Iterable[int]) -> None:
        """Give heads of groups their height."""
        vertical = self.verticalHeader()
        former, self._group_rows = self._group_rows, tuple(rows)
        # Told of each height, the view would paint everything again after the next paint.
        blocked = vertical.blockSignals(True)
        for row in former:
            if row < vertical.count():
                vertical.resizeSection(row, self.row_height())
        for row in self._group_rows:
            vertical.resizeSection(row, theme.px(_GROUP))
        vertical.blockSignals(blocked)
        self.updateGeometries()
        self.viewport().update()

    # --- geometry for the delegate -------------------------------------------------------------

    def row_height(self) -> int:
        """Height of an ordinary row."""
        return theme.px(_HEIGHTS[self._row])

    def first_column(self) -> int:
        """The column that stands first now."""
        shown = (self._header.logicalIndex(visual) for visual in range(self._header.count()))
        return next((c for c in shown if not self._header.isSectionHidden(c)), 0)

    def row_span(self) -> tuple[int, int]:
        """Left edge and width of a whole row in the viewport."""
        return -self._header.offset(), max(self._header.length(), self.viewport().width())

    # --- current row ---------------------------------------------------------------------------

    def current_row(self) -> int:
        """The current row; -1 when there is none."""
        return self.currentIndex().row()

    def set_current_row(self, row: int) -> None:
        """Make a row current and bring it into sight."""
        model = self.model()
        if 0 <= row < model.rowCount():
            index = model.index(row, self.first_column())
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() == previous.row() and previous.isValid():
            return
        self.currentRowChanged.emit(current.row())
        if current.isValid() and QAccessible.isActive():
            total = self.model().rowCount()
            words = self.tr("第 {row} 行，共 {total} 行").format(row=current.row() + 1, total=total)
            announce(self, words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentIndex().isValid():
            super().focusInEvent(event)
            return
        # Qt would make the first row current, a head of a group too, even for a click on a box.
        QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()
        model = self.model()
        if event.reason() != Qt.FocusReason.MouseFocusReason and isinstance(
            model, QAbstractItemModel
        ):
            rows = range(model.rowCount())
            first = next((r for r in rows if r not in self._group_rows), -1)
            self.set_current_row(first)

    # --- input ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not index.isValid() or not plain or not (enter or event.key() == Qt.Key.Key_Space):
            super().keyPressEvent(event)
        elif row_info(index).group is not None:
            self.groupToggled.emit(index.row())
        elif enter:
            self.opened.emit(index)
        elif self._has_check(index.row()):
            self._last_ticked = index.row()
            self.tickToggled.emit(index.row())

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands' and input methods', not a search in the table."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif row_info(index).group is not None:
            self.groupToggled.emit(index.row())
        elif hit_check(index, self.visualRect(index), event.position().toPoint()):
            self._tick(index.row(), event.modifiers())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or row_info(index).group is not None:
            return
        if hit_check(index, self.visualRect(index), event.position().toPoint()):
            self._tick(index.row(), event.modifiers())
        else:
            self.opened.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        if isinstance(model, CellModel):
            painter = painter_on(self.viewport())
            self._rows.paint(painter, model, event.rect(), self._delegate.clock)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(self.rowAt(round(event.position().y())))
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _tick(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ShiftModifier and self._last_ticked >= 0:
            first, last = sorted((self._last_ticked, row))
            self.ticksExtended.emit(first, last)
        else:
            self.tickToggled.emit(row)
        self._last_ticked = row

    def _has_check(self, row: int) -> bool:
        model = self.model()
        cells = (model.index(row, c).data(Roles.CELL) for c in range(len(self.columns)))
        return any(isinstance(as_cell(cell), CheckCell) for cell in cells)

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        for changed in (self.hovered_row, row):
            if changed >= 0:
                top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                self.viewport().update(QRect(0, top, self.viewport().width(), height))
        self.hovered_row = row

    def _ask_groups(self) -> None:
        ask = getattr(self.model(), "group_rows", None)
        self._last_ticked = -1
        self.hovered_row = -1
        if ask is not None:
            self.set_group_rows(ask())  # a row that was a head keeps its height over a reset

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.set_group_rows(self._group_rows)
