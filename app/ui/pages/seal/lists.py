"""The left side: what would be sealed, the batch that runs or is done, or why there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.operations.sealing.plan import Planned
from app.operations.sealing.recheck import Proof
from app.store.seal_pages import Batch, Item, LeftOut
from app.ui.pages.seal import words
from app.ui.pages.seal.batch_model import BatchModel, batch_columns
from app.ui.pages.seal.cells import REMEDY, columns
from app.ui.pages.seal.plan_model import PlanModel
from app.ui.pages.seal.work import SealWork
from app.ui.shell import UiState
from app.ui.widgets import CardAction, EmptyState
from app.ui.widgets.tables import TableView

_PLAN, _BATCH, _EMPTY = 0, 1, 2


class DeskLists(QWidget):
    """Two tables and words.

    Attributes:
        currentChanged: another form is current.
        opened: Enter or a double click on a form that can be sealed.
        remedyChosen: the link of a line; carries its `Remedy` and the case.
        verifyRequested: Enter or a double click on a sealed form; carries the case.
        pageTurned: PgUp or PgDn: the form's pages are turned, not the list; carries -1 or 1.
        emptyAction: what the words for an empty list offer.
    """

    currentChanged = Signal()
    opened = Signal()
    remedyChosen = Signal(object, str)
    verifyRequested = Signal(str)
    pageTurned = Signal(int)
    emptyAction = Signal(str)

    def __init__(self, work: SealWork, state: UiState) -> None:
        super().__init__()
        self._work = work
        self.plan = PlanModel(work)
        self.batch = BatchModel()
        self.plan_table = TableView(columns=columns(), name=self.tr("待用章的表单"))
        self.plan_table.setObjectName("seal.table")
        self.plan_table.setModel(self.plan)
        self.plan_table.keep_header(state, "seal.table")
        self.batch_table = TableView(columns=batch_columns(), name=self.tr("这一批的表单"))
        self.batch_table.setObjectName("seal.batch")
        self.batch_table.setModel(self.batch)
        self.batch_table.keep_header(state, "seal.batch")
        self.empty = EmptyState("stamper", "")
        self.empty.action.connect(self.emptyAction)
        self._stack = QStackedWidget()
        for widget in (self.plan_table, self.batch_table, self.empty):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for table, model in ((self.plan_table, self.plan), (self.batch_table, self.batch)):
            table.installEventFilter(self)
            table.opened.connect(self._open)
            table.clicked.connect(self._clicked)
            table.groupToggled.connect(model.toggle_group)
            table.currentRowChanged.connect(lambda _row: self.currentChanged.emit())
        self.plan_table.tickToggled.connect(self._tick)
        self.plan_table.ticksExtended.connect(self._tick_all)
        work.ticked.connect(lambda: self.plan.redraw())

    # --- showing -------------------------------------------------------------------------------

    @property
    def table(self) -> TableView:
        """The table in front; the plan's while there are only words."""
        return self.batch_table if self._stack.currentIndex() == _BATCH else self.plan_table

    def show_plan(self) -> None:
        """Show what the check says; the current form stays current."""
        before = self.plan.at(self.plan_table.current_row())
        changed = self.plan.follow()
        if changed and self.plan.rowCount():
            line = self.plan.line_of(before.app_id, before.form) if before else None
            first = self.plan.first_line() if line is None else line
            if first is not None:
                self.plan_table.set_current_row(first)
        self._stack.setCurrentIndex(_PLAN)
        if changed:
            self.currentChanged.emit()

    def show_batch(self, batch: Batch, proofs: list[Proof], *, report: bool) -> None:
        """Show a batch; a report groups it."""
        self.batch.show_batch(batch, proofs, report=report)
        self._stack.setCurrentIndex(_BATCH)
        if self.batch.rowCount():
            rows = range(self.batch.rowCount())
            first = next((n for n in rows if isinstance(self.batch.at(n), Item)), 0)
            self.batch_table.set_current_row(first)
            self.batch_table.scrollToTop()

    def follow_item(self, batch: Batch, place: int) -> None:
        """A document came out."""
        self.batch.show_item(batch, place)
        line = self.batch.line_of_place(place)
        if line is not None and not self.batch_table.hasFocus():
            self.batch_table.set_current_row(line)

    def say(self, icon: str, title: str, why: str, actions: list[CardAction]) -> None:
        """Words in place of a list."""
        self.empty.set_state(icon, title, why, actions)
        self._stack.setCurrentIndex(_EMPTY)

    @property
    def is_empty(self) -> bool:
        """Whether there are only words."""
        return self._stack.currentIndex() == _EMPTY

    # --- the current line ----------------------------------------------------------------------

    def current(self) -> Planned | LeftOut | Item | None:
        """What stands on the current line."""
        if self._stack.currentIndex() == _BATCH:
            return self.batch.at(self.batch_table.current_row())
        if self._stack.currentIndex() == _PLAN:
            return self.plan.at(self.plan_table.current_row())
        return None

    def select(self, one: Planned) -> None:
        """Make a planned form current."""
        line = self.plan.line_of(one.app_id, one.form)
        if line is not None:
            self.plan_table.set_current_row(line)

    def step(self, by: int) -> None:
        """To the next or former line that is a form."""
        table, rows = self.table, self.table.model().rowCount()
        at = self.batch.at if table is self.batch_table else self.plan.at
        row = table.current_row() + by
        while 0 <= row < rows and at(row) is None:
            row += by
        if 0 <= row < rows:
            table.set_current_row(row)

    # --- input ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
            by = turns.get(Qt.Key(event.key()))
            if by is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.pageTurned.emit(by)
                return True
        return False

    def _open(self, index: QModelIndex) -> None:
        line = self.current()
        if isinstance(line, Planned):
            self.opened.emit()
        elif isinstance(line, Item) and line.stamped_sha256:
            self.verifyRequested.emit(line.app_id)
        else:
            self._go(line)

    def _clicked(self, index: QModelIndex) -> None:
        if self.table.columns[index.column()].id == REMEDY:
            self._go(self.current())

    def _go(self, line: Planned | LeftOut | Item | None) -> None:
        if isinstance(line, LeftOut):
            remedy = words.remedy(line)
        elif isinstance(line, Item):
            remedy = words.item_remedy(line)
        else:
            return
        if remedy.words:
            self.remedyChosen.emit(remedy, line.app_id)

    def _tick(self, row: int) -> None:
        self._turn(self.plan.between(row, row))

    def _tick_all(self, first: int, last: int) -> None:
        self._work.tick(self.plan.between(first, last), on=True)

    def toggle_all(self) -> None:
        """Choose all forms, or none where all are chosen."""
        self._turn(self._work.included())

    def _turn(self, planned: list[Planned]) -> None:
        whole = all(self._work.is_ticked(one) for one in planned)
        self._work.tick(planned, on=not whole)
