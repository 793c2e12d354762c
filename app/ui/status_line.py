"""The status bar says what the sync engine does, which rules are in force, and what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.store.readmodels import QueueFilter
from app.sync.events import Phase, SyncStatus
from app.ui.i18n import language
from app.ui.pages.sync.words import engine_state, trouble_text
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow
from app.ui.widgets import formats
from app.ui.widgets.status_bar import OnlineState

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_OFFSET_WORTH_TELLING = 60.0


class StatusLine(QObject):
    """Keeps the status bar of a window in step."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._pack = ""
        self._generation = Generation()
        self._status = SyncStatus()
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._minute = -1
        session.statusChanged.connect(self.show_status)
        session.casesChanged.connect(self._ask_pack)
        window.status.pendingClicked.connect(lambda: window.show_page("sync"))
        window.status.conflictsClicked.connect(lambda: window.show_page("sync"))
        self.show_status(session.status)
        self._tick()
        self._ask_pack()

    def _ask_pack(self) -> None:
        """Which rule pack is in force, as soon as there is a case."""
        if not self._pack:
            self._session.query(pack_name, self._named, token=self._generation.next())

    def _named(self, name: str) -> None:
        self._pack = name
        self._tick()

    def show_status(self, status: SyncStatus) -> None:
        """Show another state of the engine."""
        self._status = status
        _icon, _tone, title = engine_state(status)
        bar = self._window.status
        look = _look(status)
        title = self.tr("在线") if look == "online" else title
        bar.set_online(look, title, self._note(status))
        bar.set_pending(status.queued + status.unconfirmed)
        bar.set_conflicts(status.conflicts)
        self._window.set_count("sync", "!" if status.conflicts else "")

    def _note(self, status: SyncStatus) -> str:
        if status.phase is Phase.PAUSED:
            return self.tr("操作存本机")
        if status.online is False:
            if status.trouble is not None and status.trouble.code not in _QUIET:
                return trouble_text(status.trouble)
            return self.tr("操作存本机，联网后自动发出")
        if status.last_sync is None:
            return ""
        when = formats.clock_text(status.last_sync.astimezone(self._session.now().tzinfo))
        return self.tr("{when} 已同步").format(when=when)

    def _tick(self) -> None:
        now = self._session.now()
        notices = [self.tr("规则包 {name}").format(name=self._pack)] if self._pack else []
        clock = formats.clock_text(now, seconds=True)
        offset = self._session.workspace.clock.offset.total_seconds()
        text = self.tr("服务器时间 {clock}").format(clock=clock)
        if abs(offset) >= _OFFSET_WORTH_TELLING:
            minutes = round(abs(offset) / 60)
            text += self.tr("（本机差 {n} 分）").format(n=minutes)
        self._window.status.set_notices([*notices, text])
        if now.minute != self._minute:
            self._minute = now.minute
            self.show_status(self._status)


_QUIET = frozenset({"UNREACHABLE", "CONNECT_TIMEOUT", "STALLED", "CUT_OFF"})


def _look(status: SyncStatus) -> OnlineState:
    if status.phase is Phase.SYNCING:
        return "syncing"
    if status.phase is Phase.SIGNED_OUT:
        return "trouble"
    if status.phase is Phase.PAUSED:
        return "offline"
    if status.online:
        return "online"
    return "offline" if status.online is False else "syncing"


def pack_name(ws: Workspace) -> str:
    """The rule pack of the first case, in the language of the window; runs on the pool."""
    rows = ws.queries.queue(QueueFilter(view="all"), 0, 1).rows
    profile = ws.profiles.wording(rows[0].profile) if rows else None
    return f"{profile.label.in_(language())} v{profile.version}" if profile else ""
