"""When the window locks, and what unlocks it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.operations.workspace import Workspace
from app.store import keys
from app.ui.failures import failure_text
from app.ui.locking import LockScreen
from app.ui.pages.settings.choices import Choices
from app.ui.session import Session
from app.ui.shell import IdleWatch, MainWindow


class LockControl(QObject):
    """Locks after idle minutes or at the officer's word; sync and downloads go on.

    Attributes:
        switchRequested: somebody else wants to sign in.
    """

    switchRequested = Signal()

    def __init__(self, window: MainWindow, session: Session, choices: Choices) -> None:
        super().__init__(window)
        self._window, self._session, self._choices = window, session, choices
        account = session.workspace.account
        self.screen = LockScreen(window, f"{account.name} · {account.org.name}")
        self.screen.unlockRequested.connect(self.unlock)
        self.screen.switchRequested.connect(self.switchRequested)
        self.idle = IdleWatch(self)
        self.idle.watch(window)
        self.idle.idled.connect(self._idled)

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return self.screen.isVisible()

    def _idled(self, minutes: int) -> None:
        if minutes >= self._choices.idle_minutes():
            text = self.tr("{n} 分钟没有操作，已自动锁定。草稿都在，下载和发送继续。")
            self._cover(text.format(n=minutes))

    def lock(self) -> None:
        """Lock at the officer's word."""
        self._cover(self.tr("草稿都在，下载和发送继续。"))

    def _cover(self, why: str) -> None:
        if self.locked:
            return
        current = self._window.current
        if current:
            self._window.page(current).left()  # nothing typed waits for a timer
        self._session.locked.emit()
        self.screen.cover(why)
        self._note("lock")

    def unlock(self, password: str) -> None:
        """Try a password: it must open the keys of the home."""
        self.screen.set_busy(True)
        home = self._session.workspace.home
        self._session.query(
            lambda _ws: keys.unlock_with_password(home, password), self._opened, self._failed
        )

    def _opened(self, _keys: keys.KeyRing) -> None:
        self.idle.touch()
        self.screen.uncover()
        self._note("unlock")

    def _failed(self, problem: Exception) -> None:
        self.screen.show_problem(failure_text(problem))

    def _note(self, action: str) -> None:
        def write(ws: Workspace) -> None:
            with ws.transaction() as writer:
                writer.audit(action, ws.account.user_id)

        workspace = self._session.workspace
        self._session.tasks.mutation(lambda: write(workspace))
