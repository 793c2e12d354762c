"""What can be done from the queue, as commands; keys, buttons and menus call the same."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidgetAction

from app.domain.enums import Verb
from app.operations import claims, downloads, reveal
from app.protocol.feed import ClaimAnswer
from app.store.cache_files import Estimate
from app.store.readmodels import QueueRow
from app.ui.commands import Command, CommandRegistry
from app.ui.failures import failure_text
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import ConfirmDialog, ConfirmSpec, LineEdit, formats

if TYPE_CHECKING:
    from app.ui.pages.queue.page import QueuePage

CLAIM_SECONDS = 60.0
"""How long the server may take to answer a claim."""
_MOST = 500
"""Cases that one select-all ticks: more than one batch of work, less than a frozen window."""


class QueueActions(QObject):
    """The verbs of the queue."""

    def __init__(self, page: QueuePage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session

    def register(self, commands: CommandRegistry) -> None:
        """Declare the commands of the page."""
        none = self.tr("先选一件")

        def nothing() -> str:
            return "" if self._page.chosen() else none

        place = "queue"
        commands.register(
            Command(id="queue.claim_open", label=self.tr("签收并打开"), place=place,
                    keys=("Ctrl+Enter",), run=self.claim_or_open, blocked=nothing),
            Command(id="queue.claim", label=self.tr("签收"), place=place, run=self.claim,
                    icon="hand-back-right-outline", blocked=self._why_not_claim),
            Command(id="queue.open", label=self.tr("打开审阅"), place=place,
                    run=self._page.open_current, icon="text-box-search-outline", blocked=nothing),
            Command(id="queue.select_all", label=self.tr("全选本视图"), place=place,
                    keys=("Ctrl+A",), run=self.select_all, icon="check-all"),
            Command(id="queue.preview", label=self.tr("预览"), place=place, keys=("Alt+P",),
                    run=self._page.toggle_preview, icon="eye-outline"),
            Command(id="queue.find", label=self.tr("查找"), place=place, keys=("Ctrl+F",),
                    run=self.find, icon="magnify"),
            Command(id="queue.download", label=self.tr("下载离线包"), place=place,
                    keys=("Ctrl+D",), run=self.download, icon="tray-arrow-down", blocked=nothing),
            Command(id="queue.batch", label=self.tr("成批提请"), place=place, run=self.batch_menu,
                    icon="clipboard-check-multiple-outline", blocked=nothing),
            Command(id="queue.history", label=self.tr("只看审核流程"), place=place,
                    keys=("Ctrl+H",), run=self._page.show_history, icon="history",
                    blocked=nothing),
            *self._orders(place),
        )  # fmt: skip

    def _orders(self, place: str) -> list[Command]:
        """Sorting by each column that can be sorted by, for who does not take the mouse."""
        label = self.tr("按{column}排序")
        return [
            Command(id=f"queue.sort_{column.id}", label=label.format(column=column.title),
                    place=place, run=partial(self._page.sort_by, column.id), icon="sort")
            for column in self._page.table.columns
            if column.sortable
        ]  # fmt: skip

    # --- choosing ------------------------------------------------------------------------------

    def find(self) -> None:
        """Go to the search field."""
        self._page.top.search.setFocus()
        self._page.top.search.selectAll()

    def select_all(self) -> None:
        """Tick every case of the view, not just the page on screen; unticks when all are ticked."""
        if len(self._page.model.ticked()) >= self._page.model.lines.total:
            self._page.model.set_ticked([])
            return
        wanted, now = self._page.filter, self._session.now()
        self._session.query(
            lambda ws: ws.queries.queue(wanted, 0, _MOST, now).rows,
            lambda rows: self._page.model.set_ticked(list(rows)),
        )

    def save_view(self) -> None:
        """Ask for a name beside the button, and keep the filter under it."""
        menu = QMenu(self._page)
        field = LineEdit("", self.tr("视图名称，回车保存"), name=self.tr("视图名称"))
        action = QWidgetAction(menu)
        action.setDefaultWidget(field)
        menu.addAction(action)

        def keep() -> None:
            name = field.text().strip()
            if name:
                self._page.keep_view(name)
                menu.close()

        field.returnPressed.connect(keep)
        menu.popup(self._page.side.mapToGlobal(self._page.side.rect().center()))
        field.setFocus()

    # --- doing ---------------------------------------------------------------------------------

    def claim_or_open(self) -> None:
        """Ctrl+Enter: claim what is chosen; a single case is then opened."""
        rows = self._page.chosen()
        if len(rows) == 1 and rows[0].mine:
            self._page.open_current()
            return
        self.claim(open_after=len(rows) == 1)

    def claim(self, *, open_after: bool = False) -> None:
        """签收: the server answers for each case on its own."""
        ids = [row.app_id for row in self._page.chosen()]
        if not ids:
            return

        def done(answer: ClaimAnswer) -> None:
            self._claimed(answer)
            if open_after and any(one.claim is not None for one in answer.results):
                self._page.open_current()

        self._session.query(
            lambda ws: claims.claim(ws, app_ids=ids).result(CLAIM_SECONDS), done, self._failed
        )

    def _claimed(self, answer: ClaimAnswer) -> None:
        got = [one for one in answer.results if one.claim is not None]
        refused = [one for one in answer.results if one.claim is None]
        words = self.tr("已签收 {n} 件").format(n=len(got))
        if refused:
            why = self._session.words(refused[0].code or "", refused[0].params)
            words = self.tr("{done}；{n} 件没有签收：{why}").format(
                done=words, n=len(refused), why=why
            )
        self._window.toasts.show_toast(words, "amber" if refused else "green")
        self._page.model.set_ticked([])
        self._session.casesChanged.emit(frozenset(one.app_id for one in answer.results))

    def download(self) -> None:
        """Say how much it is, then fetch it."""
        rows = self._page.chosen()
        ids = [row.app_id for row in rows]
        self._session.query(
            lambda ws: (downloads.estimate(ws, app_ids=ids), shutil.disk_usage(ws.home.path).free),
            lambda found: self._confirm_download(ids, *found),
            self._failed,
        )

    def _confirm_download(self, ids: list[str], size: Estimate, free: int) -> None:
        if size.bytes == 0:
            self._window.toasts.show_toast(self.tr("{n} 件都已在本机").format(n=len(ids)))
            return
        text = self.tr(
            "{cases} 件还差 {files} 份附件，共 {missing}。本机可用 {free}。"
            "先下表单，再按队列顺序下附件，可随时暂停。"
        ).format(
            cases=size.cases,
            files=size.files,
            missing=formats.bytes_text(size.bytes),
            free=formats.bytes_text(free),
        )
        if size.bytes > free:
            text = self.tr("{text}放不下全部：按顺序下到配额为止。").format(text=text)
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("下载离线包 {n} 件").format(n=len(ids)),
                consequence=text,
                verb=self.tr("下载 {size}").format(size=formats.bytes_text(size.bytes)),
                danger=False,
            ),
            self._page,
        ).ask()
        if answer is not None:
            self.start_download(ids)

    def start_download(self, ids: list[str]) -> None:
        """Fetch the files of these cases and keep them for a trip."""
        words = self.tr("开始下载 {n} 件").format(n=len(ids))
        self._session.query(
            lambda ws: downloads.start(ws, app_ids=ids, pinned=True),
            lambda _none: self._say(words),
            self._failed,
        )

    def batch_menu(self) -> None:
        """成批提请: pass the clean ones, or return each with its own comments; never 不通过."""
        ids = [row.app_id for row in self._page.chosen()]
        menu = QMenu(self._page)
        ways = (
            (Verb.PASS, self.tr("成批提请通过（{n} 件）")),
            (Verb.RETURN, self.tr("成批提请退回，各附各的意见（{n} 件）")),
        )
        for verb, words in ways:
            action = menu.addAction(words.format(n=len(ids)))
            action.triggered.connect(lambda _checked=False, chosen=verb: self.batch(ids, chosen))
        button = self._page.top.batch
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def batch(self, ids: list[str], verb: Verb) -> None:
        """Show what would be proposed and what not, then do it."""
        from app.ui.pages.batch import BatchDialog

        BatchDialog(self._window, self._session, ids, verb).exec()
        self._page.model.set_ticked([])

    def reveal(self, app_id: str) -> None:
        """The eye: the showing is audited first."""
        workspace = self._session.workspace
        self._session.tasks.mutation(
            lambda: reveal.reveal(workspace, app_id=app_id, module="personal", field="id_number"),
            lambda shown: self._page.preview.reveal(app_id, shown.value, shown.seconds),
            self._failed,
        )

    def empty_action(self, action: str) -> None:
        """The way on from an empty list."""
        if action == "sync":
            self._window.commands.trigger("app.sync")
        elif action == "clear":
            self._page.clear_filters()
        elif action == "all":
            self._page.show_view("all")

    def _why_not_claim(self) -> str:
        rows: list[QueueRow] = self._page.chosen()
        if not rows:
            return self.tr("先选一件")
        if all(row.mine for row in rows):
            return self.tr("已由你签收")
        return ""

    def _say(self, words: str) -> None:
        self._window.toasts.show_toast(words)

    def _failed(self, problem: Exception) -> None:
        self._window.toasts.show_toast(failure_text(problem), "amber")
