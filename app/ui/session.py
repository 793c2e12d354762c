"""The signed-in workspace as the window sees it: work goes out, signals come back.

Pages never touch the workspace on the GUI thread: they hand functions of it to
:meth:`Session.query` and :meth:`Session.operate` and are told what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.partial_date import CHINA
from app.protocol.messages import message
from app.sync import events
from app.ui.i18n import language
from app.ui.undo import UndoLine

if TYPE_CHECKING:
    from app.media.client import MediaClient
    from app.operations.changes import Changes
    from app.operations.workspace import Workspace
    from app.ui.shell import TaskRunner, Token

T = TypeVar("T")
UNDO_MS = 8_000
"""How long an operation stays at home so that it can be taken back: longer than its toast."""


class Session(QObject):
    """What the pages share.

    Attributes:
        workspace: the unlocked home of one account.
        tasks: runs work away from the GUI thread.
        undo: what was done and can be taken back.
        status: the last ``SyncStatus`` of the sync engine.
        casesChanged: a ``frozenset`` of application ids whose row or document may look different.
        sealsChanged: the registry of seals is another one now.
        statusChanged: a ``SyncStatus`` of the sync engine.
        transferChanged: a progress event of the sync engine.
        noticed: code and parameters of the message catalogue, to be said to the officer.
        signedOut: the code why the server no longer knows us; unsent work stays.
        locked: the window was covered; what was revealed must be hidden.
        happened: every event of the sync engine as it is, for the log.
    """

    casesChanged = Signal(object)
    sealsChanged = Signal()
    statusChanged = Signal(object)
    transferChanged = Signal(object)
    noticed = Signal(str, object)
    signedOut = Signal(str)
    locked = Signal()
    happened = Signal(object)
    _event = Signal(object)

    def __init__(
        self, workspace: Workspace, tasks: TaskRunner, media: Callable[[], MediaClient]
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.tasks = tasks
        self._media = media
        self.undo = UndoLine()
        self.status = events.SyncStatus()
        self._send = QTimer(self)
        self._send.setSingleShot(True)
        self._send.setInterval(UNDO_MS)
        self._send.timeout.connect(self._send_now)
        self._event.connect(self._route)

    @property
    def media(self) -> MediaClient:
        """Draws pages; shared by all viewers, and made for the first that asks."""
        return self._media()

    # --- work ----------------------------------------------------------------------------------

    def query(
        self,
        fn: Callable[[Workspace], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        token: Token | None = None,
        *,
        painted_first: bool = False,
    ) -> None:
        """Read something on the pool; ``then`` runs on the GUI thread.

        :param painted_first: asked only when what waits to be painted is on screen: reading and
            drawing would share one processor, for both are Python.
        """
        workspace = self.workspace

        def ask() -> None:
            self.tasks.query(lambda: fn(workspace), then, failed, token)

        if painted_first:
            QTimer.singleShot(0, self, ask)
        else:
            ask()

    def operate(
        self,
        fn: Callable[[Workspace], Changes],
        then: Callable[[Changes], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Do something that an officer can do, on the one writer thread, in order.

        ``quiet`` changes are already on screen: no page is asked to look again.
        """
        workspace = self.workspace

        def done(changes: Changes) -> None:
            if changes.app_ids and not quiet:
                self.casesChanged.emit(changes.app_ids)
            if changes.op_ids:
                self._send.start()
            if then is not None:
                then(changes)

        self.tasks.mutation(lambda: fn(workspace), done, failed)

    def _send_now(self) -> None:
        engine = self.workspace.sync
        if engine is not None:
            engine.sync_now()

    # --- time and words ------------------------------------------------------------------------

    def now(self) -> datetime:
        """The server's time as far as it is known, in the office's zone."""
        return self.workspace.clock.now().astimezone(CHINA)

    def words(self, code: str, params: dict[str, str] | None = None) -> str:
        """The words of the message catalogue in the language of the window."""
        return message(code, language(), **(params or {}))

    # --- events of the sync engine -------------------------------------------------------------

    def post(self, event: object) -> None:
        """Take an event from any thread and hand it on, on the GUI thread."""
        self._event.emit(event)

    def _route(self, event: object) -> None:
        """Turn events of the engine into signals."""
        from app.sync import events

        self.happened.emit(event)
        match event:
            case events.CasesChanged(app_ids=ids):
                self.casesChanged.emit(ids)
            case events.SealsChanged():
                self.sealsChanged.emit()
            case events.StatusChanged(status=status):
                self.status = status
                self.statusChanged.emit(status)
            case events.TransferProgress():
                self.transferChanged.emit(event)
            case events.SignedOut(code=code):
                self.signedOut.emit(code)
            case events.Notice(code=code, params=params):
                self.noticed.emit(code, params)
            case _:
                self.transferChanged.emit(event)
