"""The program: the sign-in window, then the main window over an open home, and back.

The sign-in window takes keys before the rest of the program is loaded: what only an open home
needs is imported where it is used, and fetched in the background while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from app.operations.policy import Policy
from app.store.home import default_root
from app.ui.failures import failure_text
from app.ui.i18n import Lang, set_language
from app.ui.pages.signin import SignInPage, SignInRequest
from app.ui.preferences import Preferences, save_preferences
from app.ui.shell import TaskRunner
from app.ui.signing_in import Opened, SigningIn
from app.ui.theme import theme
from app.ui.theme.tokens import Mode

if TYPE_CHECKING:
    from app.media.client import MediaClient
    from app.operations.probing import FileProber
    from app.operations.workspace import Workspace
    from app.sync.events import SyncStatus
    from app.ui.lock_control import LockControl
    from app.ui.main_screen import MainScreen
    from app.ui.session import Session
    from app.ui.shell import MainWindow

_TO_ENTER: Final = ("app.operations.signin", "app.operations.workspace", "app.ui.main_screen")
"""What entering a home needs, in this order."""
_TO_EXCHANGE: Final = ("app.operations.probing", "app.media.client", "app.sync.engine")
"""What is started once the first list is on screen."""


@dataclass(frozen=True)
class Options:
    """How the program was started.

    Attributes:
        home: the folder that holds the homes; the usual one where None.
        password: signs in at once; from standard input, never from an argument.
    """

    server: str = ""
    user: str = ""
    home: Path | None = None
    language: str = ""
    password: str = ""

    @property
    def root(self) -> Path:
        """The folder that holds the homes."""
        return self.home or default_root()


class DesktopApp(QObject):
    """One program in one process.

    Attributes:
        sign_in_page: the sign-in window; None while somebody is signed in.
        loaded: what entering needs was loaded; again once the first window is filled.
    """

    loaded = Signal()

    def __init__(
        self, app: QApplication, options: Options, preferences: Preferences, policy: Policy
    ) -> None:
        super().__init__()
        self._app, self._options, self._policy = app, options, policy
        self._preferences = preferences
        self._screen: MainScreen | None = None
        self.sign_in_page: SignInPage | None = None
        self._server = policy.server_url or options.server or preferences.server
        self._tasks = TaskRunner(self)
        self._media: MediaClient | None = None
        self._prober: FileProber | None = None
        self._fetched = False
        self._settled = False
        self._ended = False
        self._open_sign_in(options.user)

    @property
    def media(self) -> MediaClient:
        """Draws pages; its process is started for the first who enters and outlives them."""
        if self._media is None:
            from app.media.client import MediaClient

            self._media = MediaClient(spare=True)
            self._media.start()
        return self._media

    @property
    def window(self) -> MainWindow | None:
        """The main window; None before signing in."""
        return self._screen.window if self._screen else None

    @property
    def session(self) -> Session | None:
        """What the pages share; None before signing in."""
        return self._screen.session if self._screen else None

    @property
    def lock_control(self) -> LockControl | None:
        """What locks the window; None before signing in."""
        return self._screen.lock if self._screen else None

    @property
    def sync_status(self) -> SyncStatus:
        """The last word of the sync engine."""
        from app.sync.events import SyncStatus

        return self._screen.session.status if self._screen else SyncStatus()

    @property
    def sign_in_window(self) -> SignInPage | None:
        """The sign-in window; None while somebody is signed in."""
        return self.sign_in_page

    def palette_open(self) -> bool:
        """Whether the command palette is on screen."""
        return self._screen is not None and self._screen.palette_open()

    def show(self) -> None:
        """Bring the window of the moment up; sign in at once where a password was given."""
        if self._screen is not None:
            self._screen.window.show()
            return
        page = self.sign_in_page
        if page is None:
            return
        page.show()
        password, user = self._options.password, self._options.user
        if password and user:
            request = SignInRequest(self._server, user, password, remember=False)
            page.signInRequested.emit(request)

    # --- entering ------------------------------------------------------------------------------

    def _open_sign_in(self, login: str = "") -> SignInPage:
        locked = self._policy.server_url is not None
        page = SignInPage(self._server, login, server_locked=locked)
        page.resize(page.sizeHint())
        page.installEventFilter(self)
        serving = self._signing_in = SigningIn(page, self._options.root, self._policy, self._tasks)
        serving.opened.connect(self._entered)
        if not login:
            serving.recall_login()
        self.sign_in_page = page
        return page

    def _close_sign_in(self) -> None:
        page, self.sign_in_page = self.sign_in_page, None
        if page is not None:
            page.removeEventFilter(self)
            page.hide()
            page.deleteLater()

    def _entered(self, opened: Opened) -> None:
        workspace = opened.workspace
        self._server = workspace.home.server_url
        self._prefer(server=self._server)
        self._open_screen(workspace, opened.settings)
        self._close_sign_in()

    def _open_screen(
        self, workspace: Workspace, settings: Mapping[str, Any], page: str = ""
    ) -> None:
        from app.ui.furnishing import Wishes
        from app.ui.main_screen import MainScreen

        wishes = Wishes(
            lock=self.lock, sign_out=self.sign_out, switch_user=self.switch_user,
            set_theme=self.set_theme, set_percent=self.set_percent,
            set_language=self.set_language, set_quota=self._set_quota,
        )  # fmt: skip
        root = self._options.root
        screen = MainScreen(self._app, workspace, settings, lambda: self.media, root, wishes)
        screen.window.closing.connect(self._closing)
        screen.filled.connect(self._settle)
        self._screen = screen
        screen.show(page)

    def _settle(self) -> None:
        """The first list is on screen: exchange with the server, and load what may come next."""
        from app.ui.furnishing import loaded_later

        self._tasks.query(lambda: _load(_TO_EXCHANGE), lambda _none: self._exchange())
        screen = self._screen
        if not self._settled and screen is not None:
            self._settled = True
            later = loaded_later(screen.session.workspace.account)
            self._tasks.query(lambda: _load(later), lambda _none: self.loaded.emit())

    def _exchange(self) -> None:
        """Start the engine of the open home, unless it runs already."""
        from app.operations.probing import FileProber

        screen = self._screen
        if screen is None:
            return
        workspace, prober = screen.session.workspace, self._prober or FileProber()
        self._prober = prober

        def start() -> None:
            if workspace.sync is None:
                workspace.start_sync(self._take_event, prober=prober)

        screen.session.tasks.mutation(start, lambda _none: screen.window.commands.refresh())

    def _take_event(self, event: object) -> None:
        """Called by the engine in its own threads."""
        screen = self._screen
        if screen is not None:
            screen.session.post(event)

    # --- looks ---------------------------------------------------------------------------------

    def set_theme(self, mode: str) -> None:
        """Light, dark or the system's."""
        theme.set_mode(cast(Mode, mode))
        self._prefer(theme=mode)

    def set_percent(self, percent: int) -> None:
        """The size of all text."""
        theme.set_percent(percent)
        self._prefer(percent=percent)

    def set_language(self, lang: str) -> None:
        """Another language: what is on screen is built anew, what was typed is written before."""
        set_language(self._app, cast(Lang, lang))
        self._prefer(language=lang)
        if self._screen is not None:
            self._rebuild_screen(self._screen)
        elif self.sign_in_page is not None:
            self._rebuild_sign_in(self.sign_in_page)

    def _rebuild_screen(self, old: MainScreen) -> None:
        from app.sync.events import StatusChanged

        workspace, page = old.session.workspace, old.window.current
        self._screen = None
        self._open_screen(workspace, old.close(), page)
        engine = workspace.sync
        if engine is not None:  # what it told while there was no session
            self._take_event(StatusChanged(engine.status))

    def _rebuild_sign_in(self, old: SignInPage) -> None:
        server, password, shown = old.server.text(), old.password.text(), old.isVisible()
        login = old.login.text()
        self._close_sign_in()
        fresh = self._open_sign_in(login)
        fresh.server.setText(server)
        fresh.password.setText(password)
        fresh.setVisible(shown)

    def _prefer(self, **chosen: Any) -> None:
        preferences = replace(self._preferences, **chosen)
        if preferences == self._preferences:
            return
        self._preferences, root = preferences, self._options.root
        self._tasks.mutation(lambda: save_preferences(root, preferences), None, self._say_failure)

    def _set_quota(self, gib: int) -> None:
        if self._screen is not None:
            self._screen.set_quota(gib)

    def _say_failure(self, problem: Exception) -> None:
        if self._screen is not None:
            self._screen.say_failure(problem)

    # --- leaving -------------------------------------------------------------------------------

    def lock(self) -> None:
        """Cover the window until the password is given."""
        if self._screen is not None:
            self._screen.lock.lock()

    def sign_in_to_server(self, password: str) -> None:
        """Give the running engine a new session after the old one ended."""
        from app.operations import signin

        screen = self._screen
        if screen is not None:
            screen.session.query(
                lambda ws: signin.sign_in_again(ws, password),
                lambda _nothing: None,
                screen.say_failure,
            )

    def sign_out(self) -> None:
        """End the session; what is not sent stays and is told."""
        from app.operations import signin

        self._leave_for_sign_in(signin.sign_out, keep_login=True)

    def switch_user(self) -> None:
        """Close the home with its session, for another account."""
        from app.operations import signin

        def close(workspace: Workspace) -> int:
            unsent = workspace.unsent()
            signin.lock(workspace)
            return unsent

        self._leave_for_sign_in(close, keep_login=False)

    def _leave_for_sign_in(self, leave: Callable[[Workspace], int], *, keep_login: bool) -> None:
        workspace = self._close_screen()
        if workspace is None:
            return
        page = self._open_sign_in(workspace.account.login if keep_login else "")
        page.set_busy(True)
        page.show()

        def work() -> int:
            try:
                return leave(workspace)
            finally:
                workspace.close()  # whatever happened: another account must get in

        self._tasks.mutation(
            work,
            lambda unsent: self._left(page, unsent),
            lambda problem: self._left(page, 0, failure_text(problem)),
        )

    def _left(self, page: SignInPage, unsent: int, trouble: str = "") -> None:
        page.set_busy(False)
        (page.password if page.login.text() else page.login).setFocus()
        if trouble:
            page.show_problem(trouble)
        text = self.tr("{n} 项操作没有发送，留在本机，由本人下次登录后发出。")
        self._signing_in.say(text.format(n=unsent) if unsent else "")

    def _close_screen(self) -> Workspace | None:
        """Write everything and take the window away; the home, still open."""
        screen, self._screen = self._screen, None
        if screen is None:
            return None
        screen.close()
        return screen.session.workspace

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the sign-in window ends the program; once it is painted, the rest is loaded."""
        if watched is self.sign_in_page:
            if event.type() == QEvent.Type.Close:
                self._app.quit()
            elif event.type() == QEvent.Type.Paint and not self._fetched:
                self._fetched = True
                QTimer.singleShot(0, self, self._fetch_the_rest)
        return False

    def _fetch_the_rest(self) -> None:
        """Load what entering needs, while somebody types."""
        self._tasks.query(lambda: _load(_TO_ENTER), lambda _none: self.loaded.emit())

    def _closing(self, event: QCloseEvent) -> None:
        event.accept()
        self._app.quit()

    def shutdown(self) -> None:
        """Write everything, close the home, end all threads and the media workers. Blocks."""
        if self._ended:
            return
        self._ended = True
        workspace = self._close_screen()
        if workspace is not None:
            workspace.close()
        self._close_sign_in()
        self._tasks.shutdown()
        for worker in (self._prober, self._media):
            if worker is not None:
                worker.close()


def _load(names: Sequence[str]) -> None:
    """Import modules, away from the window's thread."""
    for name in names:
        import_module(name)
