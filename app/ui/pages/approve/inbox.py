"""The left side: what waits by verb, or what was answered today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.enums import Verb
from app.store.readmodels import ApprovalRow, OutboxRow
from app.ui.pages.approve import answered
from app.ui.pages.approve.cells import columns
from app.ui.pages.approve.model import ApprovalModel
from app.ui.pages.approve.topbar import ANSWERED, TickBar
from app.ui.session import Session
from app.ui.shell import UiState
from app.ui.widgets import EmptyState
from app.ui.widgets.tables import TableView

_TABLE, _EMPTY, _ANSWERED = 0, 1, 2


class ApprovalInbox(QWidget):
    """Proposals in a table with ticks.

    Attributes:
        currentChanged: another proposal is current.
        opened: Enter or a double click on a proposal.
        ticksChanged: the set of ticked proposals changed.
    """

    currentChanged = Signal()
    opened = Signal()
    ticksChanged = Signal()

    def __init__(self, session: Session, state: UiState) -> None:
        super().__init__()
        self._session = session
        self._wanted = ""
        self.answers = 0
        self.model = ApprovalModel(session)
        self.table = TableView(columns=columns(), row="table", name=self.tr("待复核的提请"))
        self.table.setModel(self.model)
        self.table.keep_header(state, "approve.table")
        self.table.set_clock(session.now)
        self._answered = TableView(
            columns=answered.columns(), row="table", name=self.tr("今天已复核")
        )
        self._empty = EmptyState("clipboard-check-outline", "")
        self._ticks = TickBar()
        self._stack = QStackedWidget()
        for widget in (self.table, self._empty, self._answered):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._ticks)
        column.addWidget(self._stack, 1)
        self.table.opened.connect(self._open)
        self.table.tickToggled.connect(self.model.toggle_tick)
        self.table.ticksExtended.connect(self._extend_ticks)
        self.table.groupToggled.connect(self._toggle_group)
        self.table.currentRowChanged.connect(self._moved)
        self.model.ticksChanged.connect(self._ticked)
        self._ticked()

    # --- content -------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[ApprovalRow]) -> None:
        """Show other proposals; the current one stays current."""
        current = self.current()
        keep = current.app_id if current else self._wanted
        self.model.set_rows(rows)
        line = self.model.line_of(keep)
        if line is None:
            line = self.model.first_line()
        if line is not None:
            self.table.set_current_row(line)
        self._ticked()

    def set_answers(self, rows: Sequence[OutboxRow]) -> None:
        """Show what was answered today."""
        model = answered.answered_model(rows, self._session.now())
        model.setParent(self._answered)
        self._answered.setModel(model)
        self.answers = len(rows)

    def show_tab(self, tab: str, *, narrowed: bool) -> None:
        """Show what waits or what was answered; ``narrowed`` words an empty list."""
        self._ticks.setVisible(tab != ANSWERED)
        if tab == ANSWERED:
            self._stack.setCurrentIndex(_ANSWERED)
        elif self.model.rows():
            self._stack.setCurrentIndex(_TABLE)
        else:
            self._say_empty(narrowed)
            self._stack.setCurrentIndex(_EMPTY)

    def _say_empty(self, narrowed: bool) -> None:
        icon, title = "clipboard-check-outline", self.tr("没有待复核的提请")
        why = self.tr("经办人提请并送达后，会出现在这里。")
        if narrowed:
            icon, title = "magnify", self.tr("没有符合条件的提请")
            why = self.tr("清除查找，或选全部经办人。")
        self._empty.set_state(icon, title, why, [])

    @property
    def waiting(self) -> int:
        """How many proposals wait for an answer."""
        return sum(1 for row in self.model.rows() if not row.answer)

    def handlers(self) -> list[tuple[str, str]]:
        """Who proposed them, as (id, name), by name."""
        found = {row.handler_id: row.handler_name or row.handler_id for row in self.model.rows()}
        return sorted(found.items(), key=lambda pair: pair[1])

    # --- the current proposal ------------------------------------------------------------------

    def current(self) -> ApprovalRow | None:
        """The proposal on the current line."""
        return self.model.at(self.table.current_row())

    def select(self, app_id: str) -> None:
        """Make a case current, now or when it comes."""
        self._wanted = app_id
        line = self.model.line_of(app_id)
        if line is not None:
            self.table.set_current_row(line)

    def go_on_from(self, app_id: str) -> None:
        """After an answer: to the next proposal that waits, from the top again at the end."""
        here, count = self.model.line_of(app_id) or 0, self.model.rowCount()
        rows = [self.model.at((here + step) % count) for step in range(1, count)]
        following = next((row for row in rows if row is not None and not row.answer), None)
        if following is not None:
            self.select(following.app_id)

    def answered(self, app_id: str) -> bool:
        """Whether the reader's own answer to a case waits to be sent."""
        return any(row.answer for row in self.model.rows() if row.app_id == app_id)

    def tick_group(self) -> None:
        """Tick the group of the current line; 提请通过 where none is current."""
        row = self.current()
        self.model.tick_group(row.verb if row else Verb.PASS)

    def tick(self, app_ids: Iterable[str]) -> None:
        """Tick exactly these cases."""
        self.model.set_ticked(app_ids)

    # --- inside --------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        if self.model.at(index.row()) is not None:
            self.opened.emit()

    def _moved(self, _line: int) -> None:
        row = self.current()
        if row is not None:
            self._wanted = row.app_id
            self.currentChanged.emit()

    def _toggle_group(self, line: int) -> None:
        self.model.toggle_group(line)
        self.table.set_current_row(line)

    def _extend_ticks(self, first: int, last: int) -> None:
        rows = [self.model.at(n) for n in range(first, last + 1)]
        wanted = {row.app_id for row in rows if row is not None}
        self.tick(wanted | {row.app_id for row in self.model.ticked()})

    def _ticked(self) -> None:
        self._ticks.show_ticks(self.model.ticked())
        self.ticksChanged.emit()
