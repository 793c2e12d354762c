"""The approval page: proposals by verb, the evidence of one, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.enums import Verb
from app.store.case_view import CaseMissing
from app.store.readmodels import ApprovalRow, CaseView, OutboxRow, QueueFilter
from app.ui.pages.approve import answered
from app.ui.pages.approve.acts import ApproveActs
from app.ui.pages.approve.cells import columns
from app.ui.pages.approve.detail import WIDTH, ApprovalDetail, Reader
from app.ui.pages.approve.model import ApprovalModel
from app.ui.pages.approve.topbar import ANSWERED, WAITING, ApproveTopBar, TickBar
from app.ui.pages.approve.work import ApprovalWork
from app.ui.pages.review.timeline import HistoryDialog
from app.ui.session import Session
from app.ui.shell import Breakpoint, Generation, MainWindow, Page
from app.ui.widgets import EmptyState, formats
from app.ui.widgets.tables import TableView

_TABLE, _EMPTY, _ANSWERED = 0, 1, 2
_LOAD_DELAY_MS = 60


class ApprovePage(Page):
    """The approver's inbox.

    Attributes:
        openRequested: a case to look at in the review page, read-only, and the queue it is from.
    """

    openRequested = Signal(str, object)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.model = ApprovalModel(session)
        self.work = ApprovalWork(session, self)
        self.acts = ApproveActs(self, window, session)
        self.acts.register(window.commands)
        self.top = ApproveTopBar(window.commands)
        self.ticks = TickBar()
        self.table = TableView(columns=columns(), row="table", name=self.tr("待复核的提请"))
        self.answered_table = TableView(
            columns=answered.columns(), row="table", name=self.tr("今天已复核")
        )
        self.detail = ApprovalDetail(window.commands)
        self._compact = False
        self._wanted = ""
        self._handlers: dict[str, str] = {}
        self._list_generation, self._case_generation = Generation(), Generation()
        self._day_generation = Generation()
        self._refresh_timer = self._timer(80, self.refresh)
        self._case_timer = self._timer(_LOAD_DELAY_MS, self._load_case)
        self._build()
        self._connect()
        window.commands.attach(self, "approve")
        self.refresh()

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.keep_header(self._window.state, "approve.table")
        self.table.set_clock(self._session.now)
        self._empty = EmptyState("clipboard-check-outline", "")
        self._stack = QStackedWidget()
        for widget in (self.table, self._empty, self.answered_table):
            self._stack.addWidget(widget)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ticks)
        column.addWidget(self._stack, 1)
        self._body = QWidget()
        self._row = QHBoxLayout(self._body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(left, 1)
        self._row.addWidget(self.detail)
        self.detail.setFixedWidth(WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        outer.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.top.tabs.chosen.connect(self._show_tab)
        self.top.search.searched.connect(lambda _text: self.refresh())
        self.top.search.left.connect(self.table.setFocus)
        self.top.handlerChosen.connect(lambda _id: self.refresh())
        self.table.opened.connect(self._opened)
        self.table.tickToggled.connect(self.model.toggle_tick)
        self.table.ticksExtended.connect(self._extend_ticks)
        self.table.groupToggled.connect(self._toggle_group)
        self.table.currentRowChanged.connect(self._moved)
        self.model.ticksChanged.connect(self._ticked)
        self.detail.textEdited.connect(self._typed)
        self.detail.overrideAnswered.connect(self._override)
        self.detail.historyRequested.connect(self.show_history)
        self.detail.closeRequested.connect(self._close_overlay)
        self.work.saved.connect(self._saved)
        self.work.saving.connect(lambda: self.detail.set_saved(self.tr("正在保存")))
        self.work.saveFailed.connect(self.acts.say_problem)
        self._session.casesChanged.connect(lambda _ids: self._refresh_timer.start())
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._close_overlay)

    # --- the list ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again what waits, and for the case on screen."""
        text, handler = self.top.search.text().strip(), self.top.handlers.chosen() or None
        self._session.query(
            lambda ws: ws.queries.approvals(text, handler),
            self._listed,
            token=self._list_generation.next(),
        )
        self._session.query(
            lambda ws: answered.answers(ws.queries.outbox()),
            self._answers,
            token=self._day_generation.next(),
        )
        self._load_case()

    def _listed(self, rows: list[ApprovalRow]) -> None:
        current = self.current()
        keep = current.app_id if current else self._wanted
        self.model.set_rows(rows)
        if not (self.top.search.text().strip() or self.top.handlers.chosen()):
            self._handlers = {row.handler_id: row.handler_name or row.handler_id for row in rows}
            self.top.set_handlers(sorted(self._handlers.items(), key=lambda pair: pair[1]))
            self._window.set_count("approve", sum(1 for row in rows if not row.answer))
        self._show_tab(self.top.tabs.current())
        line = self.model.line_of(keep)
        if line is None:
            line = self.model.first_line()
        if line is not None:
            self.table.set_current_row(line)
        self._ticked()
        self._update_counts()

    def _answers(self, rows: list[OutboxRow]) -> None:
        model = answered.answered_model(rows, self._session.now())
        model.setParent(self.answered_table)
        self.answered_table.setModel(model)
        self._answers_today = len(rows)
        self._update_counts()

    _answers_today = 0

    def _update_counts(self) -> None:
        waiting = sum(1 for row in self.model.rows() if not row.answer)
        self.top.set_counts(waiting, self._answers_today)

    def _show_tab(self, tab: str) -> None:
        is_day = tab == ANSWERED
        self.ticks.setVisible(not is_day)
        self.detail.setVisible(not is_day and not self._compact)
        if is_day:
            self._stack.setCurrentIndex(_ANSWERED)
        elif self.model.rows():
            self._stack.setCurrentIndex(_TABLE)
        else:
            self._say_empty()
            self._stack.setCurrentIndex(_EMPTY)
            self.detail.show_nothing()
            self.work.show(None)

    def _say_empty(self) -> None:
        text = self.top.search.text().strip()
        if text or self.top.handlers.chosen():
            self._empty.set_state(
                "magnify", self.tr("没有符合条件的提请"), self.tr("清除查找，或选全部经办人。"), []
            )
        else:
            self._empty.set_state(
                "clipboard-check-outline",
                self.tr("没有待复核的提请"),
                self.tr("经办人提请并送达后，会出现在这里。"),
                [],
            )

    def current(self) -> ApprovalRow | None:
        """The proposal on the current line."""
        return self.model.row_at(self.table.current_row())

    def answered(self, app_id: str) -> bool:
        """Whether the reader's own answer to a case waits to be sent."""
        return any(row.answer for row in self.model.rows() if row.app_id == app_id)

    def go_on_from(self, app_id: str) -> None:
        """After an answer: to the next proposal that waits, from the top again at the end."""
        here, count = self.model.line_of(app_id) or 0, self.model.rowCount()
        rows = [self.model.row_at((here + step) % count) for step in range(1, count)]
        following = next((row for row in rows if row is not None and not row.answer), None)
        if following is not None:
            self.select(following.app_id)

    def select(self, app_id: str) -> None:
        """Make a case current."""
        self._wanted = app_id
        line = self.model.line_of(app_id)
        if line is not None:
            self.table.set_current_row(line)

    def tick(self, app_ids: Iterable[str]) -> None:
        """Tick exactly these cases."""
        self.model.set_ticked(app_ids)

    def tick_group(self) -> None:
        """Ctrl+A: the group of the current line; 提请通过 where none is current."""
        row = self.current()
        self.model.tick_group(row.verb if row else Verb.PASS)

    def go_to_search(self) -> None:
        """Go to the search field."""
        self.top.tabs.set_current(WAITING)
        self._show_tab(WAITING)
        self.top.search.setFocus()
        self.top.search.selectAll()

    def _extend_ticks(self, first: int, last: int) -> None:
        rows = [self.model.row_at(n) for n in range(first, last + 1)]
        wanted = {row.app_id for row in rows if row is not None}
        self.model.set_ticked(wanted | {row.app_id for row in self.model.ticked()})

    def _toggle_group(self, line: int) -> None:
        self.model.toggle_group(line)
        self.table.set_current_row(line)

    def _ticked(self) -> None:
        rows = self.model.ticked()
        self.ticks.show_ticks(rows)
        label = self.tr("批准 {n} 件").format(n=len(rows)) if rows else self.tr("批准所选")
        self._window.commands.set_label("approve.batch", label)

    # --- the case ------------------------------------------------------------------------------

    def _moved(self, _line: int) -> None:
        row = self.current()
        if row is not None:
            self._wanted = row.app_id
            self._case_timer.start()

    def _load_case(self) -> None:
        row = self.current()
        if row is None:
            return
        app_id = row.app_id
        self._session.query(
            lambda ws: ws.queries.case(app_id),
            self._show_case,
            self._case_gone,
            self._case_generation.next(),
        )

    def _show_case(self, case: CaseView) -> None:
        self.work.show(case)
        shown = self.work.case or case
        account = self._session.workspace.account
        reader = Reader(account.user_id, account.name, self._session.now())
        self.detail.show_case(shown, self.work.draft, reader)
        self._refresh_acts()

    def _case_gone(self, problem: Exception) -> None:
        """The case left this machine between the list and now."""
        self.work.show(None)
        self.detail.show_nothing()
        self._refresh_acts()
        if not isinstance(problem, CaseMissing):
            self.acts.say_problem(problem)

    def _typed(self, text: str) -> None:
        self.work.type_text(text)

    def _override(self, finding_id: str, granted: bool) -> None:
        self.work.grant(finding_id, granted)
        self.detail.set_granted(self.work.draft)
        if not granted:
            self.acts.refuse_override(finding_id)
        self._refresh_acts()

    def _saved(self) -> None:
        clock = formats.clock_text(self._session.now(), seconds=True)
        self.detail.set_saved(self.tr("已保存 {clock}").format(clock=clock))

    def _refresh_acts(self) -> None:
        self._window.commands.refresh()
        self.detail.set_note(self.acts.why_not_approve())

    def ask_for_text(self) -> None:
        """Go to the box: sending back needs words."""
        self.detail.set_note(self.tr("先写明退还的原因"))
        self.detail.text.setFocus()

    def open_current(self) -> None:
        """Look at the current case in the review page; the role makes it read-only."""
        row = self.current()
        if row is not None:
            self.openRequested.emit(row.app_id, QueueFilter(view="waiting"))

    def show_history(self) -> None:
        """审核流程与历史意见 of the case on screen."""
        case = self.work.case
        if case is not None:
            HistoryDialog(self, case, self._session.now()).open()

    def _opened(self, index: QModelIndex) -> None:
        if self.model.row_at(index.row()) is not None:
            self.open_current()

    # --- the detail over the table -------------------------------------------------------------

    def detail_in_sight(self) -> bool:
        """Whether the evidence is on screen."""
        return self.detail.isVisible()

    def toggle_detail(self) -> None:
        """Show or hide the evidence."""
        self.detail.setVisible(self.detail.isHidden())
        self._place_overlay()
        if self.detail.isVisible():
            self.detail.setFocus()

    def _close_overlay(self) -> None:
        if self._compact and self.detail.isVisible():
            self.detail.hide()
            self.table.setFocus()

    def _place_overlay(self) -> None:
        if self._compact:
            width = min(WIDTH, self._body.width())
            self.detail.setGeometry(self._body.width() - width, 0, width, self._body.height())
            self.detail.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_overlay()

    # --- the frame -----------------------------------------------------------------------------

    def set_breakpoint(self, name: Breakpoint) -> None:
        """Wide windows show the evidence beside the table, narrow ones over it."""
        self._compact = name == "compact"
        if self._compact:
            self._row.removeWidget(self.detail)
        else:
            self._row.addWidget(self.detail)
        self.detail.set_overlay(self._compact)
        self.detail.setVisible(not self._compact and self.top.tabs.current() != ANSWERED)
        self._place_overlay()

    def hints(self) -> list[tuple[str, str]]:
        """The keys of this page, most used first."""
        return [
            ("Enter", self.tr("打开审阅")),
            ("Alt+1", self.tr("批准")),
            ("Alt+2", self.tr("退还经办")),
            ("Ctrl+A", self.tr("全选本组")),
            ("Ctrl+Enter", self.tr("批准所选")),
            ("Ctrl+Z", self.tr("撤销（发送前）")),
            ("Ctrl+K", self.tr("命令")),
            ("F1", self.tr("按键")),
        ]

    def panes(self) -> list[QWidget]:
        """The order of F6."""
        return [self.table, self.detail, self.top.search]

    def entered(self) -> None:
        """Come back to where one was."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh_timer.start()

    def left(self) -> None:
        """Nothing typed waits for the timer when the page is left."""
        self.work.flush()

    def title(self) -> str:
        """What the window's title says."""
        return self.tr("复核")
