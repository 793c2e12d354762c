"""The approval page: proposals by verb, the evidence of one, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.store.case_view import CaseMissing
from app.store.readmodels import ApprovalRow, CaseView, OutboxRow, QueueFilter
from app.ui.pages.approve import answered
from app.ui.pages.approve.acts import ApproveActs
from app.ui.pages.approve.beside import Beside
from app.ui.pages.approve.detail import WIDTH, ApprovalDetail, Reader
from app.ui.pages.approve.inbox import ApprovalInbox
from app.ui.pages.approve.model import ApprovalModel
from app.ui.pages.approve.topbar import ANSWERED, WAITING, ApproveTopBar
from app.ui.pages.approve.work import ApprovalWork
from app.ui.pages.review.timeline import history_of
from app.ui.session import Session
from app.ui.shell import Breakpoint, Generation, MainWindow, Page
from app.ui.widgets import formats
from app.ui.widgets.tables import TableView

_LOAD_DELAY_MS = 60
_REFRESH_DELAY_MS = 80


class ApprovePage(Page):
    """The approver's inbox.

    Attributes:
        openRequested: a case to look at in the review page, read-only, and the queue it is from.
    """

    openRequested = Signal(str, object)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.work = ApprovalWork(session, self)
        self.inbox = ApprovalInbox(session, window.state)
        self.acts = ApproveActs(self, window, session)
        self.acts.register(window.commands)
        self.top = ApproveTopBar(window.commands)
        self.detail = ApprovalDetail(window.commands)
        self._body = Beside(self.inbox, self.detail, WIDTH)
        self._list_generation, self._case_generation = Generation(), Generation()
        self._day_generation = Generation()
        self._refresh_timer = self._timer(_REFRESH_DELAY_MS, self.refresh)
        self._case_timer = self._timer(_LOAD_DELAY_MS, self._load_case)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        outer.addWidget(self._body, 1)
        self._connect()
        window.commands.attach(self, "approve")
        self.refresh()

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _connect(self) -> None:
        self.top.tabs.chosen.connect(self._show_tab)
        self.top.search.searched.connect(lambda _text: self.refresh())
        self.top.search.left.connect(self.table.setFocus)
        self.top.handlerChosen.connect(lambda _id: self.refresh())
        self.inbox.opened.connect(self.open_current)
        self.inbox.currentChanged.connect(self._moved)
        self.inbox.ticksChanged.connect(self._ticked)
        self.detail.textEdited.connect(self.work.type_text)
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

    @property
    def model(self) -> ApprovalModel:
        """The proposals."""
        return self.inbox.model

    @property
    def table(self) -> TableView:
        """The list of what waits."""
        return self.inbox.table

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

    def _narrowed(self) -> bool:
        return bool(self.top.search.text().strip() or self.top.handlers.chosen())

    def _listed(self, rows: list[ApprovalRow]) -> None:
        self.inbox.set_rows(rows)
        if not self._narrowed():
            self.top.set_handlers(self.inbox.handlers())
            self._window.set_count("approve", self.inbox.waiting)
        self._show_tab(self.top.tabs.current())
        if not rows:
            self._case_generation.cancel()
            self.work.show(None)
            self.detail.show_nothing()
        self.top.set_counts(self.inbox.waiting, self.inbox.answers)

    def _answers(self, rows: list[OutboxRow]) -> None:
        self.inbox.set_answers(rows)
        self.top.set_counts(self.inbox.waiting, self.inbox.answers)

    def _show_tab(self, tab: str) -> None:
        self._body.set_wanted(tab != ANSWERED)
        self.inbox.show_tab(tab, narrowed=self._narrowed())

    def select(self, app_id: str) -> None:
        """Make a case current."""
        self.inbox.select(app_id)

    def tick(self, app_ids: Iterable[str]) -> None:
        """Tick exactly these cases."""
        self.inbox.tick(app_ids)

    def go_to_search(self) -> None:
        """Go to the search field."""
        self.top.tabs.set_current(WAITING)
        self._show_tab(WAITING)
        self.top.search.setFocus()
        self.top.search.selectAll()

    def _ticked(self) -> None:
        count = len(self.model.ticked())
        label = self.tr("批准 {n} 件").format(n=count) if count else self.tr("批准所选")
        self._window.commands.set_label("approve.batch", label)

    # --- the case ------------------------------------------------------------------------------

    def in_sight(self) -> CaseView | None:
        """The case whose evidence is shown; None while that of the current line is on its way."""
        case, row = self.work.case, self.inbox.current()
        return case if case and row and case.app_id == row.app_id else None

    def _moved(self) -> None:
        self._case_timer.start()
        self._refresh_acts()

    def _load_case(self) -> None:
        row = self.inbox.current()
        if row is None:
            return
        app_id = row.app_id
        self.work.reading()
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
        row = self.inbox.current()
        if row is not None:
            self.openRequested.emit(row.app_id, QueueFilter(view="waiting"))

    def show_history(self) -> None:
        """审核流程与历史意见 of the case on screen."""
        case = self.work.case
        if case is not None:
            history_of(self, case, self._session).open()

    # --- the frame -----------------------------------------------------------------------------

    def toggle_detail(self) -> None:
        """Show or hide the evidence."""
        self._body.toggle()
        if self.detail.isVisible():
            self.detail.setFocus()

    def _close_overlay(self) -> None:
        if self._body.close_over():
            self.table.setFocus()

    def set_breakpoint(self, name: Breakpoint) -> None:
        """Wide windows show the evidence beside the table, narrow ones over it."""
        over = name == "compact"
        self._body.set_over(over)
        self.detail.set_overlay(over)

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
