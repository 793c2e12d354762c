"""用章: choose and check, the PIN once, sealing, verification; the record of use; the seals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.operations.policy import pin_idle_minutes
from app.ui.pages.seal.acts import SealActs
from app.ui.pages.seal.control import DeskControl
from app.ui.pages.seal.frame import Panes, mode_for
from app.ui.pages.seal.lists import DeskLists
from app.ui.pages.seal.own import OwnSealsTab
from app.ui.pages.seal.papers import Papers
from app.ui.pages.seal.pin_dialog import PinDialog
from app.ui.pages.seal.pin_pane import WIDTH as PIN_WIDTH
from app.ui.pages.seal.pin_pane import PinPane
from app.ui.pages.seal.preview import WIDTH as PREVIEW_WIDTH
from app.ui.pages.seal.preview import SealPreview
from app.ui.pages.seal.record import RecordTab
from app.ui.pages.seal.run import RunState, SealRun
from app.ui.pages.seal.run_pane import RunPane
from app.ui.pages.seal.sheet import ContactSheet
from app.ui.pages.seal.topbar import OWN, RECORD, WAITING, SealTopBar, StepBar
from app.ui.pages.seal.words import Remedy
from app.ui.pages.seal.work import SealWork
from app.ui.session import Session
from app.ui.shell import IdleWatch, MainWindow, Page
from app.ui.widgets import BannerSlot


class SealPage(Page):
    """The seal holder's desk.

    Attributes:
        remedyRequested: what is in the way is put right elsewhere: the page (``dossier``,
            ``approve``, ``review``), the case, and the part of it.
    """

    remedyRequested = Signal(str, str, str)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.tab = WAITING
        self.work = SealWork(session, self)
        self.run = SealRun(session, self)
        self.lists = DeskLists(self.work, window.state)
        self.pane = PinPane(session.workspace.account.name)
        self.run_pane = RunPane()
        self.sheet = ContactSheet(session)
        self.preview = SealPreview(session, self.sheet)
        self.record = RecordTab(window, session)
        self.own = OwnSealsTab(window, session)
        self.banner = BannerSlot()
        self.papers = Papers(self, window, session)
        self.control = DeskControl(self, window, session)
        self.acts = SealActs(self)
        self.acts.register(window.commands)
        self.top = SealTopBar(window.commands)
        self._check = window.commands.button("seal.check", "quiet", "small", icon=True)
        self._to_pin = window.commands.button("seal.pin", "primary", "normal", icon=True)
        self._to_pin.setObjectName("seal.to_pin")
        self.step_bar = StepBar(self._check, self._to_pin)
        self._right = QStackedWidget()
        for widget in (self.pane, self.run_pane):
            self._right.addWidget(widget)
        self.frame = Panes(self.lists, self.preview, self._right, (PREVIEW_WIDTH, PIN_WIDTH))
        self._dialog: PinDialog | None = None
        self.idle = IdleWatch(self)
        self._idle_minutes = pin_idle_minutes(session.workspace.policy)
        self._tabs = QStackedWidget()
        self._build()
        self._connect()
        window.commands.attach(self, "seal")

    def _build(self) -> None:
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.step_bar)
        column.addWidget(self.banner)
        column.addWidget(self.frame, 1)
        for widget in (desk, self.record, self.own):
            self._tabs.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        outer.addWidget(self._tabs, 1)

    def _connect(self) -> None:
        self.control.wire()
        self.top.tabs.chosen.connect(self.show_tab)
        self.lists.opened.connect(self.ask_for_pin)
        self.lists.remedyChosen.connect(self._go)
        self.lists.verifyRequested.connect(self._verify)
        self.record.verifyRequested.connect(self._verify)
        self.lists.pageTurned.connect(self._turn_page)
        self.lists.emptyAction.connect(lambda _action: self.check_again())
        self.own.sealsChanged.connect(self.check_again)
        self.preview.stepped.connect(self.lists.step)
        self.preview.sheetToggled.connect(lambda _on: self.toggle_sheet())
        self.sheet.closed.connect(self.toggle_sheet)
        self.sheet.currentChanged.connect(self.lists.select)
        self.sheet.opened.connect(self._open_from_sheet)
        self.pane.importRequested.connect(lambda: self.show_tab(OWN))
        self.run_pane.exportRequested.connect(self.papers.export)
        self.run_pane.printRequested.connect(self.papers.preview)
        self.run_pane.packRequested.connect(self.papers.export_pack)
        self.record.packRequested.connect(self.papers.export_pack_of)
        self._session.locked.connect(lambda: self.drop_key(self.tr("窗口已锁定，口令已失效")))
        self.idle.idled.connect(self._idled)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)

    # --- tabs and panes ------------------------------------------------------------------------

    def show_tab(self, tab: str) -> None:
        """Show what waits, the record, or the seals."""
        self.top.tabs.set_current(tab)
        self.tab = tab
        self.top.show_tools(tab != OWN)
        if tab == RECORD:
            self.record.refresh()
        self._tabs.setCurrentIndex([WAITING, RECORD, OWN].index(tab))
        self._window.commands.refresh()
        self.hintsChanged.emit()

    def show_right(self) -> None:
        """The PIN, or the batch that is under way or done."""
        running = self.run.batch is not None and self.run.state is not RunState.STOPPED
        if running:
            self._right.setCurrentWidget(self.run_pane)
        elif self._dialog is None:
            self._right.setCurrentWidget(self.pane)

    def fit(self) -> None:
        """Give the panes the places that the width has for them."""
        running = self.run.batch is not None and self.run.state is not RunState.STOPPED
        mode = mode_for(self.width())
        self.frame.set_mode(mode, docked=running)
        self._to_pin.setVisible(mode == "one" and not running)
        self._check.setVisible(not running)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    # --- the PIN -------------------------------------------------------------------------------

    def ask_for_pin(self) -> None:
        """Go to the PIN, in a dialog where there is no room beside the list; with a batch left
        open to that of the batch."""
        if self.control.left_open is not None and not self.control.resuming:
            self.control.go_on()
            return
        if self.frame.mode != "one":
            self.pane.focus_pin()
            return
        if self._dialog is not None or self.run.busy or self.run.state is RunState.DONE:
            return
        dialog = self._dialog = PinDialog(self, self.pane)
        self.idle.watch(dialog)
        dialog.finished.connect(lambda _result: self._dialog_closed())
        dialog.ask(self.pane.do.text())

    def close_dialog(self) -> None:
        """The PIN was right."""
        if self._dialog is not None:
            self._dialog.accept()

    def _dialog_closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            self._right.insertWidget(0, self.pane)  # before the dialog goes, or it takes the pane
            self.show_right()
            self.fit()
            dialog.deleteLater()

    def drop_key(self, why: str) -> None:
        """Forget the PIN and close the key; a batch under way waits for the PIN."""
        self.pane.forget()
        self.run.drop(why)

    def _idled(self, minutes: int) -> None:
        if minutes >= self._idle_minutes and self.run.state is not RunState.RUNNING:
            words = self.tr("{n} 分钟没有操作，口令已失效").format(n=minutes)
            self.drop_key(words)

    # --- acts ----------------------------------------------------------------------------------

    def check_again(self) -> None:
        """重新检查."""
        self.work.check_again()

    def toggle_preview(self) -> None:
        """Show or hide the form where it lies over the list."""
        if self.frame.toggle_preview():
            self.preview.again()

    def toggle_sheet(self) -> None:
        """All forms together, or one."""
        on = not self.preview.shows_sheet
        if on and self.frame.mode != "three" and not self.frame.over:
            self.frame.toggle_preview()
        self.preview.show_sheet(on)
        (self.sheet.view if on else self.lists.table).setFocus()

    def _open_from_sheet(self, planned: object) -> None:
        self.toggle_sheet()
        self.control.show_form()

    def _verify(self, app_id: str) -> None:
        """The seals of a case, one verdict each."""
        from app.ui.verification import VerifyDialog

        dialog = VerifyDialog.of_case(self, self._session, app_id)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _turn_page(self, by: int) -> None:
        form = self.preview.form
        (form.next_page if by > 0 else form.previous_page)()

    def _go(self, remedy: Remedy, app_id: str) -> None:
        if remedy.way == "own":
            self.show_tab(OWN)
        elif remedy.way:
            self.remedyRequested.emit(remedy.way, app_id, remedy.part)

    def _escape(self) -> None:
        if self.preview.shows_sheet:
            self.toggle_sheet()
        elif self.frame.over:
            self.frame.toggle_preview()
            self.lists.table.setFocus()
        elif not self.run.busy:
            self.pane.give_up()

    # --- Page ----------------------------------------------------------------------------------

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys of the page, most used first."""
        if self.tab == RECORD:
            return [
                ("↑↓", self.tr("逐条看")),
                ("Enter", self.tr("核验")),
                ("Ctrl+P", self.tr("打印预览")),
            ]
        if self.tab == OWN:
            return [("Tab", self.tr("逐项")), ("Enter", self.tr("按下")), ("F6", self.tr("换区"))]
        return [
            ("↑↓", self.tr("逐份看")),
            ("PgDn", self.tr("翻页")),
            ("Ctrl+Enter", self.tr("口令")),
            ("Space", self.tr("选或不选")),
            ("Alt+T", self.tr("一览")),
            ("Ctrl+P", self.tr("打印预览")),
            ("Esc", self.tr("取消")),
        ]

    def panes(self) -> list[QWidget]:
        """The order of F6."""
        if self.tab == WAITING:
            return [self.lists.table, self.preview, self._right]
        return [self.record.search, self.record.table] if self.tab == RECORD else [self.own]

    def entered(self) -> None:
        """Look what waits; the list takes the focus."""
        self.idle.watch(self._window)
        self.idle.touch()
        self.control.begin()
        self.lists.table.setFocus()

    def left(self) -> None:
        """The PIN and the open key are forgotten; no form stays on the disk behind other pages."""
        running = self.run.state is RunState.RUNNING
        self.drop_key(self.tr("离开了用章页，口令已失效"))
        if self._window.current != "seal":  # a lock covers the page, and it is there afterwards
            self.preview.clear()
            self.record.left()
        if running:
            text = self.tr("用章已停下，已用章的各份有效。回到“用章”输入口令后继续。")
            self._window.toasts.show_toast(text, "amber")

    def title(self) -> str:
        """No name of an applicant in window titles."""
        return self.tr("用章")
