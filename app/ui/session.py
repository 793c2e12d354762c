"""The signed-in workspace as the window sees it: work goes out, signals come back.

Pages never touch the workspace on the GUI thread: they hand functions of it to :meth:`Session.query`
and :meth:`Session.operate` and are told what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.protocol.messages import message
from app.ui.i18n import language

if TYPE_CHECKING:
    from app.operations.workspace import Changes, Workspace
    from app.ui.shell import Generation, TaskRunner

T = TypeVar("T")


class Session(QObject):
    """What the pages share.

    Attributes:
        casesChanged: a ``frozenset`` of application ids whose row or document may look different.
        statusChanged: a ``SyncStatus`` of the sync engine.
        transferChanged: a progress event of the sync engine.
        noticed: code and parameters of the message catalogue, to be said to the officer.
        signedOut: the code why the server no longer knows us; unsent work stays.
        undoChanged: whether there is something to undo, and its words.
    """

    casesChanged = Signal(object)
    statusChanged = Signal(object)
    transferChanged = Signal(object)
    noticed = Signal(str, object)
    signedOut = Signal(str)
    undoChanged = Signal(bool, str)
    _event = Signal(object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner) -> None:
        super().__init__()
        self.workspace = workspace
        self.tasks = tasks
        self._event.connect(self._route)

    # --- work ----------------------------------------------------------------------------------

    def query(
        self,
        fn: Callable[[Workspace], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        token: Generation | None = None,
    ) -> None:
        """Read something on the pool; ``then`` runs on the GUI thread."""
        workspace = self.workspace
        self.tasks.query(lambda: fn(workspace), then, failed, token)

    def operate(
        self,
        fn: Callable[[Workspace], Changes],
        then: Callable[[Changes], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something that an officer can do, on the one writer thread, in order."""
        workspace = self.workspace

        def done(changes: Changes) -> None:
            if changes.app_ids:
                self.casesChanged.emit(changes.app_ids)
            if then is not None:
                then(changes)

        self.tasks.mutation(lambda: fn(workspace), done, failed)

    # --- time and words ------------------------------------------------------------------------

    def now(self) -> datetime:
        """The server's time as far as it is known."""
        return self.workspace.clock.now()

    def words(self, code: str, params: dict[str, str] | None = None) -> str:
        """The words of the message catalogue in the language of the window."""
        return message(code, language(), **(params or {}))

    # --- events of the sync engine -------------------------------------------------------------

    def post(self, event: object) -> None:
        """Take an event from any thread and hand it on, on the GUI thread."""
        self._event.emit(event)

    def _route(self, event: object) -> None:
        """Turn events of the engine into signals."""
        from app.sync import events  # noqa: PLC0415  (the sync room is loaded with the workspace)

        match event:
            case events.CasesChanged(app_ids=ids):
                self.casesChanged.emit(ids)
            case events.StatusChanged(status=status):
                self.statusChanged.emit(status)
            case events.TransferProgress():
                self.transferChanged.emit(event)
            case events.SignedOut(code=code):
                self.signedOut.emit(code)
            case events.Notice(code=code, params=params):
                self.noticed.emit(code, params)
            case _:
                self.transferChanged.emit(event)
