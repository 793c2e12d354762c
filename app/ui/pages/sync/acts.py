"""What an officer can do about transfers and operations in trouble."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.operations import resolve_conflict, undo
from app.operations.changes import Changes
from app.operations.make_room import make_room
from app.protocol.operations import OperationKind
from app.store.readmodels import ConflictView, QueueFilter
from app.ui.commands import Command, CommandRegistry
from app.ui.failures import failure_text
from app.ui.pages.sync.conflict_words import way_label
from app.ui.pages.sync.transfers import wanted_cases
from app.ui.pages.sync.words import what_text
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.ui.pages.sync.page import SyncPage

_PLACE = "sync"
_OF_A_DOSSIER = frozenset({OperationKind.SAVE_DOSSIER, OperationKind.STAMP, OperationKind.FORWARD})
"""What an officer of a unit does on the page of the case's dossier."""
_AT_ONCE: dict[str, Callable[..., Changes]] = {
    "rebase": resolve_conflict.rebase,
    "archive": resolve_conflict.archive,
    "reopen": resolve_conflict.reopen,
    "discard": resolve_conflict.discard,
}


class SyncActs(QObject):
    """The verbs of the page."""

    def __init__(self, page: SyncPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session

    def register(self, commands: CommandRegistry) -> None:
        """Declare the commands of the page."""
        commands.name_place(_PLACE, self.tr("同步"))
        commands.register(
            Command(id="sync.pause", label=self.tr("全部暂停"), run=self.toggle_pause,
                    place=_PLACE, icon="pause"),
            Command(id="sync.difference", label=self.tr("只看差异"), keys=("Alt+B",),
                    run=self.show_difference, place=_PLACE, icon="compare",
                    blocked=self._why_no_conflict),
            Command(id="sync.copy_log", label=self.tr("复制同步记录"), run=self.copy_log,
                    place=_PLACE, icon="content-copy"),
        )  # fmt: skip

    def _why_no_conflict(self) -> str:
        return "" if self._page.conflict else self.tr("先选一条冲突")

    # --- the engine ----------------------------------------------------------------------------

    def sync_now(self) -> None:
        """立即同步."""
        engine = self._session.workspace.sync
        if engine is not None:
            engine.sync_now()

    def toggle_pause(self) -> None:
        """Pause everything, or go on; a reconnect does not end the pause."""
        engine = self._session.workspace.sync
        if engine is None:
            return
        (engine.resume if engine.paused else engine.pause)()
        self._page.set_status(self._page.status)

    def pause_downloads(self, paused: bool) -> None:
        """Pause the downloads alone, or go on."""
        engine = self._session.workspace.sync
        if engine is not None:
            (engine.pause_downloads if paused else engine.resume_downloads)()

    def pause_case(self, app_id: str, paused: bool) -> None:
        """Let the download of one case rest; what is here stays and is gone on from."""
        engine = self._session.workspace.sync
        if engine is None:
            return
        self._page.rest(app_id, paused)
        (engine.pause_downloads if paused else engine.resume_downloads)([app_id])
        self._page.refresh()

    def cancel_download(self, app_id: str) -> None:
        """Fetch no more of a case, or of all; what is wholly here stays."""
        engine = self._session.workspace.sync
        if engine is None:
            return
        if app_id:
            self._page.rest(app_id, False)
            engine.cancel_download(app_id)
            return
        self._session.query(wanted_cases, self._cancel_all, self.say_problem)

    def _cancel_all(self, app_ids: list[str]) -> None:
        for app_id in app_ids:
            self.cancel_download(app_id)

    def clean(self) -> None:
        """Remove what can be fetched again: closed cases, nothing pinned, nothing with work."""
        self._session.operate(make_room, lambda _changes: self._page.refresh(), self.say_problem)

    def copy_log(self) -> None:
        """Put the log on the clipboard; it holds no names."""
        QApplication.clipboard().setText(self._page.transfers.log_text())
        self._window.toasts.show_toast(self.tr("已复制同步记录"))

    # --- operations ----------------------------------------------------------------------------

    def take_back(self) -> None:
        """Take back an operation of which nothing was sent."""
        row = self._page.current()
        if row is None:
            return
        op_id = row.op_id
        self._session.operate(lambda ws: undo.undo(ws, op_id=op_id), self._said, self.say_problem)

    def resolve(self, way: str) -> None:
        """Go one of the ways out of the conflict on screen."""
        view = self._page.conflict
        if view is None:
            return
        op_id = view.op.op_id
        if way == "discard" and not self._sure(view):
            return
        if way == "reclaim_and_resend":
            self._session.query(
                lambda ws: resolve_conflict.reclaim_and_resend(ws, op_id=op_id),
                self._wait,
                self.say_problem,
            )
            return
        resolve = _AT_ONCE[way]

        def done(changes: Changes) -> None:
            self._said(changes)
            if way in ("rebase", "reopen"):
                asked = self._page.openRequested
                if view.op.kind in _OF_A_DOSSIER:
                    asked = self._page.dossierRequested
                asked.emit(view.op.app_id, QueueFilter(view="mine"))

        self._session.operate(lambda ws: resolve(ws, op_id=op_id), done, self.say_problem)

    def _wait(self, asked: Future[Changes]) -> None:
        """The server has to answer; the pool waits, not the window."""
        self._window.toasts.show_toast(self.tr("正在重新签收"), "text3")
        self._session.query(lambda _ws: asked.result(), self._resent, self.say_problem)

    def _resent(self, changes: Changes) -> None:
        self._session.casesChanged.emit(changes.app_ids)
        self._said(changes)

    def _sure(self, view: ConflictView) -> bool:
        spec = ConfirmSpec(
            title=self.tr("放弃 {name} 的“{what}”").format(
                name=view.op.name, what=what_text(view.op)
            ),
            consequence=self.tr("你的这一步不再发送，意见不回到草稿。仍留在本机日志里备查。"),
            verb=way_label("discard", view),
        )
        return ConfirmDialog(spec, self._page).ask() is not None

    def show_difference(self) -> None:
        """Look at the case as it is now."""
        view = self._page.conflict
        if view is not None:
            self._page.openRequested.emit(view.op.app_id, QueueFilter(view="mine"))

    def open_case(self) -> None:
        """Open the case of the operation on the current line."""
        row = self._page.current()
        if row is not None:
            self._page.openRequested.emit(row.app_id, QueueFilter(view="all"))

    def _said(self, changes: Changes) -> None:
        if changes.words:
            words = self._session.words(changes.words, dict(changes.params))
            self._window.toasts.show_toast(words)
        self._page.refresh()

    def say_problem(self, problem: Exception) -> None:
        """Say in words what did not go, and that nothing was lost."""
        self._window.toasts.show_toast(failure_text(problem), "amber")
