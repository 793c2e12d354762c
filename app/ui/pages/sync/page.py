"""The sync page: transfers, the outbox by need, and what to do about trouble."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.store.readmodels import ConflictView, OutboxRow, OutboxView, StorageView
from app.sync.events import Phase, SyncStatus, TransferProgress
from app.ui.pages.sync.acts import SyncActs
from app.ui.pages.sync.conflict import ConflictPane
from app.ui.pages.sync.head import SyncHead
from app.ui.pages.sync.log import SyncLog
from app.ui.pages.sync.outbox import OutboxModel, columns
from app.ui.pages.sync.transfers import CaseDownload, TransferPane, downloads
from app.ui.session import Session
from app.ui.shell import Breakpoint, Generation, MainWindow, Page
from app.ui.widgets import (
    EmptyState,
    PaneHead,
    Tab,
    TabStrip,
)
from app.ui.widgets.tables import TableView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_SIZES = [520, 656, 680]


class SyncPage(Page):
    """What travels between this machine and the server.

    Attributes:
        openRequested: a case to open, and the queue it belongs to.
        dossierRequested: the same, at what the unit seals and sends on.
        checkRequested: 自检 was pressed.
    """

    openRequested = Signal(str, object)
    dossierRequested = Signal(str, object)
    checkRequested = Signal()

    def __init__(self, window: MainWindow, session: Session, log: SyncLog) -> None:
        super().__init__()
        self._window, self._session, self._log = window, session, log
        self.status = SyncStatus()
        self.conflict: ConflictView | None = None
        self._compact = False
        self._resting: frozenset[str] = frozenset()
        self._wanted = ""
        self._box_generation, self._conflict_generation = Generation(), Generation()
        self._disk_generation = Generation()
        self.acts = SyncActs(self, window, session)
        self.acts.register(window.commands)
        self.model = OutboxModel(session)
        self.table = TableView(columns=columns(), row="two_line", name=self.tr("待发送"))
        self.head = SyncHead(window.commands)
        self.transfers = TransferPane()
        self.pane = ConflictPane()
        self._timer = self._single(80, self.refresh)
        self._transfer_timer = self._single(1_000, self._refresh_disk)
        self._build()
        self._connect()
        window.commands.attach(self, "sync")
        self.set_status(session.status)
        self._show_log()
        self.refresh()

    def _single(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _build(self) -> None:
        self.tabs = TabStrip(
            [
                Tab("trouble", self.tr("处理")),
                Tab("outbox", self.tr("待发送")),
                Tab("transfers", self.tr("传输")),
            ]
        )
        self._tab_bar = QFrame()
        self._tab_bar.setProperty("kind", "panel")
        self._tab_bar.setProperty("edge", "b")
        tab_row = QHBoxLayout(self._tab_bar)
        tab_row.setContentsMargins(16, 0, 16, 1)
        tab_row.addWidget(self.tabs)
        tab_row.addStretch(1)
        self.table.setModel(self.model)
        self.table.keep_header(self._window.state, "sync.outbox")
        middle = QFrame()
        middle.setProperty("edge", "lr")
        column = QVBoxLayout(middle)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        self._outbox_head = PaneHead(self.tr("待发送"), "", height=36)
        nothing = EmptyState(
            "tray-arrow-up",
            self.tr("没有要发送的操作"),
            self.tr("提请、批准后先存本机，再发给服务器；当天确认的也列在这里。"),
        )
        self._outbox_stack = QStackedWidget()
        self._outbox_stack.addWidget(self.table)
        self._outbox_stack.addWidget(nothing)
        column.addWidget(self._outbox_head)
        column.addWidget(self._outbox_stack, 1)
        self._middle = middle
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self.transfers, middle, self.pane):
            self._splitter.addWidget(pane)
        self.transfers.setMinimumWidth(340)
        middle.setMinimumWidth(360)
        self.pane.setMinimumWidth(400)
        self._window.state.bind_splitter(self._splitter, "sync.main", default=_SIZES)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self._tab_bar)
        outer.addWidget(self._splitter, 1)
        self._tab_bar.hide()

    def _connect(self) -> None:
        self.head.check.clicked.connect(self.checkRequested)
        self.head.now.clicked.connect(self.acts.sync_now)
        self.tabs.chosen.connect(self._show_tab)
        self.table.currentRowChanged.connect(lambda _line: self._show_current())
        self.table.groupToggled.connect(self.model.toggle_group)
        self.table.opened.connect(self._opened)
        self.transfers.pauseToggled.connect(self.acts.pause_downloads)
        self.transfers.casePaused.connect(self.acts.pause_case)
        self.transfers.cancelRequested.connect(self.acts.cancel_download)
        self.transfers.cleanRequested.connect(self.acts.clean)
        self.transfers.copy_button.clicked.connect(self.acts.copy_log)
        self.pane.wayChosen.connect(self.acts.resolve)
        self.pane.differenceRequested.connect(self.acts.show_difference)
        self.pane.undoRequested.connect(self.acts.take_back)
        self.pane.openRequested.connect(self.acts.open_case)
        self._session.casesChanged.connect(lambda _ids: self._timer.start())
        self._session.statusChanged.connect(self.set_status)
        self._session.transferChanged.connect(self._transfer)
        self._log.changed.connect(self._show_log)

    # --- the engine ----------------------------------------------------------------------------

    def set_status(self, status: SyncStatus) -> None:
        """Show another state of the engine."""
        self.status = status
        self.head.set_status(status, self._session.now())
        engine = self._session.workspace.sync
        paused = engine.paused if engine is not None else status.phase is Phase.PAUSED
        label = self.tr("恢复同步") if paused else self.tr("全部暂停")
        self._window.commands.set_label("sync.pause", label)
        self.transfers.set_transfers(status.transfers)
        self._timer.start()

    def _transfer(self, event: object) -> None:
        if isinstance(event, TransferProgress):
            self.transfers.set_transfers(event.status)
            if not self._transfer_timer.isActive():
                self._transfer_timer.start()
        else:
            self._timer.start()

    def _show_log(self) -> None:
        self.transfers.set_log(self._log.lines(), self._session.now())

    # --- content -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again for the outbox, the downloads and the disk."""
        self._session.query(
            lambda ws: ws.queries.outbox(), self._listed, token=self._box_generation.next()
        )
        self._refresh_disk()

    def _refresh_disk(self) -> None:
        resting = self._resting

        def read(ws: Workspace) -> tuple[list[CaseDownload], StorageView]:
            return downloads(ws, resting), ws.queries.storage()

        self._session.query(read, self._stored, token=self._disk_generation.next())

    def _stored(self, found: tuple[list[CaseDownload], StorageView]) -> None:
        cases, storage = found
        self.transfers.set_cases(cases)
        self.transfers.set_storage(storage)

    def _listed(self, view: OutboxView) -> None:
        row = self.current()
        keep = row.op_id if row else self._wanted
        self.model.set_view(view)
        trouble, waiting = len(view.need_you), view.waiting
        unsure = sum(one.local.value == "unconfirmed" for one in view.under_way)
        remark = self.tr("{n} 条在本机").format(n=waiting) if waiting else self.tr("都已送达")
        if unsure:
            remark += self.tr("，{n} 条未确认").format(n=unsure)
        self._outbox_head.set_remark(remark)
        self.tabs.set_counts({"trouble": trouble or "", "outbox": waiting or ""})
        self._window.set_count("sync", "!" if trouble else "")
        line = self.model.line_of(keep)
        if line is None:
            line = self.model.first_line()
            if self._compact and trouble:
                self.tabs.set_current("trouble")
                self._show_tab("trouble")
        self._outbox_stack.setCurrentIndex(0 if line is not None else 1)
        if line is None:
            self.conflict = None
            self.pane.show_nothing()
        else:
            self.table.set_current_row(line)
            self._show_current()

    def current(self) -> OutboxRow | None:
        """The operation on the current line."""
        return self.model.at(self.table.current_row())

    def show_operation(self, op_id: str) -> None:
        """Make an operation current."""
        self._wanted = op_id
        line = self.model.line_of(op_id)
        if line is not None:
            self.table.set_current_row(line)

    def _show_current(self) -> None:
        row = self.current()
        if row is None:
            return
        self._wanted = row.op_id
        if row not in self.model.view.need_you:
            self._conflict_generation.cancel()
            self.conflict = None
            self.pane.show_operation(row, self._session.now())
            self._window.commands.refresh()
            return
        op_id = row.op_id
        self._session.query(
            lambda ws: ws.queries.conflict(op_id),
            self._show_conflict,
            self.acts.say_problem,
            self._conflict_generation.next(),
        )

    def _show_conflict(self, view: ConflictView) -> None:
        if view == self.conflict:
            return
        self.conflict = view
        self.pane.show_conflict(view, self._session.now())
        if self.pane.isVisible() and not self.table.isVisible():
            self.pane.focus_main()  # Enter goes the main way out
        self._window.commands.refresh()

    def _opened(self, index: QModelIndex) -> None:
        if self.model.at(index.row()) is None:
            return
        if self._compact:
            self.tabs.set_current("trouble")
            self._show_tab("trouble")
        if not self.pane.focus_main():
            self.acts.open_case()

    def rest(self, app_id: str, resting: bool) -> None:
        """Note that the download of a case rests until the officer goes on with it."""
        self._resting = self._resting | {app_id} if resting else self._resting - {app_id}

    # --- the frame -----------------------------------------------------------------------------

    def _show_tab(self, tab: str) -> None:
        if self._compact:
            panes = {"transfers": self.transfers, "outbox": self._middle, "trouble": self.pane}
            for name, pane in panes.items():
                pane.setVisible(name == tab)

    def set_breakpoint(self, name: Breakpoint) -> None:
        """Three panes in wide windows; tabs in narrow ones, the one with trouble first."""
        self._compact = name == "compact"
        self._tab_bar.setVisible(self._compact)
        for pane in (self.transfers, self._middle, self.pane):
            pane.show()
        if self._compact:
            tab = "trouble" if self.model.view.need_you else "outbox"
            self.tabs.set_current(tab)
            self._show_tab(tab)

    def hints(self) -> list[tuple[str, str]]:
        """The keys of this page, most used first."""
        return [
            ("F5", self.tr("立即同步")),
            ("↑↓", self.tr("选择")),
            ("Enter", self.tr("处理")),
            ("Alt+B", self.tr("看差异")),
            ("Ctrl+K", self.tr("命令")),
            ("F1", self.tr("按键")),
        ]

    def panes(self) -> list[QWidget]:
        """The order of F6."""
        return [self.table, self.pane, self.transfers]

    def entered(self) -> None:
        """Come back to where one was; trouble first."""
        self.refresh()
        if self._compact and self.model.view.need_you:
            self.tabs.set_current("trouble")
            self._show_tab("trouble")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self) -> str:
        """What the window's title says."""
        return self.tr("同步")
