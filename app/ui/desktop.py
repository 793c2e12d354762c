"""The program: the sign-in window, then the main window over an open home, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from app.media.client import MediaClient
from app.operations import signin
from app.operations.policy import Policy
from app.operations.probing import media_prober
from app.operations.workspace import QUOTA_KEY, Workspace
from app.store.home import default_root
from app.sync.events import StatusChanged, SyncStatus
from app.ui.account_menu import show_account_menu
from app.ui.commands import CommandRegistry
from app.ui.failures import failure_text
from app.ui.furnishing import Furnishing, Wishes
from app.ui.geometry import keep_geometry, restore_geometry
from app.ui.i18n import Lang, set_language
from app.ui.kept_state import JournalState
from app.ui.lock_control import LockControl
from app.ui.news import News
from app.ui.pages.signin import SignInPage, SignInRequest
from app.ui.pages.sync import SyncLog
from app.ui.preferences import Preferences, save_preferences
from app.ui.session import Session
from app.ui.shell import MainWindow, TaskRunner, UiState
from app.ui.signing_in import Opened, SigningIn
from app.ui.theme import theme
from app.ui.theme.tokens import Mode


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
        window: the main window; None before signing in.
        session: what its pages share; None before signing in.
        sign_in_page: the sign-in window; None while somebody is signed in.
    """

    def __init__(
        self, app: QApplication, options: Options, preferences: Preferences, policy: Policy
    ) -> None:
        super().__init__()
        self._app, self._options, self._policy = app, options, policy
        self._preferences = preferences
        self.window: MainWindow | None = None
        self.session: Session | None = None
        self.sign_in_page: SignInPage | None = None
        self._furnishing: Furnishing | None = None
        self._lock: LockControl | None = None
        self._state: JournalState | None = None
        self._wishes: Wishes | None = None
        self._log: SyncLog | None = None
        self._server = policy.server_url or options.server or preferences.server
        self._tasks = TaskRunner(self)
        self.media = MediaClient()
        self.media.start()
        self._ended = False
        self._open_sign_in(options.user)

    @property
    def sync_status(self) -> SyncStatus:
        """The last word of the sync engine."""
        return self.session.status if self.session is not None else SyncStatus()

    # --- the sign-in window --------------------------------------------------------------------

    @property
    def sign_in_window(self) -> SignInPage | None:
        """The sign-in window; None while somebody is signed in."""
        return self.sign_in_page

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

    def show(self) -> None:
        """Bring the window of the moment up; sign in at once where a password was given."""
        if self.window is not None:
            self.window.show()
            return
        page = self.sign_in_page
        if page is None:
            return
        page.show()
        password, user = self._options.password, self._options.user
        if password and user:
            request = SignInRequest(self._server, user, password, remember=False)
            page.signInRequested.emit(request)

    def _entered(self, opened: Opened) -> None:
        workspace = opened.workspace
        self._server = workspace.home.server_url
        self._prefer(server=self._server)
        self._open_window(workspace, opened.settings)
        page, self.sign_in_page = self.sign_in_page, None
        if page is not None:
            page.removeEventFilter(self)
            page.hide()
            page.deleteLater()
        prober = media_prober(self.media)
        assert self.session is not None
        self.session.tasks.mutation(
            lambda: workspace.start_sync(self._take_event, prober=prober),
            lambda _engine: self._started(),
        )

    def _started(self) -> None:
        if self.window is not None:
            self.window.commands.refresh()

    def _take_event(self, event: object) -> None:
        """Called by the engine in its own threads."""
        session = self.session
        if session is not None:
            session.post(event)

    # --- the main window -----------------------------------------------------------------------

    def _open_window(self, workspace: Workspace, settings: dict[str, Any], page: str = "") -> None:
        tasks = TaskRunner()
        self._state = JournalState(workspace.journal, tasks, settings)
        session = self.session = Session(workspace, tasks, self.media)
        registry = CommandRegistry(self._app)
        window = self.window = MainWindow(registry, tasks, UiState(self._state))
        for one in (session, tasks, self._state):
            # Owned by the window: Python may collect in any thread, timers must not end there.
            one.setParent(window)
        account = workspace.account
        window.set_organisation(account.org.name)
        window.set_account(account.name[:1], account.name)
        window.accountClicked.connect(lambda: show_account_menu(window, account))
        window.closing.connect(self._closing)
        tasks.unhandled.connect(lambda problem: self._say_failure(problem))
        self._log = SyncLog(session.now, session)
        session.happened.connect(self._log.take)
        self._wishes = Wishes(
            lock=self.lock, sign_out=self.sign_out, switch_user=self.switch_user,
            set_theme=self.set_theme, set_percent=self.set_percent,
            set_language=self.set_language, set_quota=self._set_quota,
        )  # fmt: skip
        self._furnishing = Furnishing(window, session, self._log, self._options.root, self._wishes)
        self._lock = LockControl(window, session, self._furnishing.choices)
        self._lock.switchRequested.connect(self.switch_user)
        News(window, session)
        restore_geometry(window)
        window.show_page(page or self._furnishing.first_page())
        window.show()
        QTimer.singleShot(0, window, self._enter_page)

    def _enter_page(self) -> None:
        """Now that the window is shown, the focus can go where the page wants it."""
        if self.window is not None:
            self.window.page(self.window.current).entered()

    def _say_failure(self, problem: Exception) -> None:
        if self.window is not None:
            self.window.toasts.show_toast(failure_text(problem), "amber")

    def palette_open(self) -> bool:
        """Whether the command palette is on screen."""
        return self._furnishing is not None and self._furnishing.shell.palette.isVisible()

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
        if self.session is not None:
            self._rebuild_window()
        elif self.sign_in_page is not None:
            self._rebuild_sign_in(self.sign_in_page)

    def _rebuild_window(self) -> None:
        window, session = self.window, self.session
        assert window is not None
        assert session is not None
        workspace, page = session.workspace, window.current
        self._close_window()
        self._open_window(workspace, workspace.journal.settings(), page)
        engine = workspace.sync
        if engine is not None:  # what it told while there was no session
            self._take_event(StatusChanged(engine.status))

    def _rebuild_sign_in(self, old: SignInPage) -> None:
        shown = old.isVisible()
        fresh = self._open_sign_in(old.login.text())
        fresh.server.setText(old.server.text())
        fresh.password.setText(old.password.text())
        old.removeEventFilter(self)
        old.hide()
        old.deleteLater()
        if shown:
            fresh.show()

    def _prefer(self, **chosen: Any) -> None:
        preferences = replace(self._preferences, **chosen)
        if preferences == self._preferences:
            return
        self._preferences, root = preferences, self._options.root
        self._tasks.mutation(lambda: save_preferences(root, preferences), None, self._say_failure)

    def _set_quota(self, gib: int) -> None:
        session = self.session
        if session is not None:
            journal = session.workspace.journal
            session.tasks.mutation(lambda: journal.put_settings({QUOTA_KEY: gib}))

    # --- leaving -------------------------------------------------------------------------------

    def lock(self) -> None:
        """Cover the window until the password is given."""
        if self._lock is not None:
            self._lock.lock()

    def sign_in_to_server(self, password: str) -> None:
        """Give the running engine a new session after the old one ended."""
        session = self.session
        if session is not None:
            session.query(
                lambda ws: signin.sign_in_again(ws, password),
                lambda _nothing: None,
                self._say_failure,
            )

    def sign_out(self) -> None:
        """End the session; what is not sent stays and is told."""
        self._leave_for_sign_in(signin.sign_out, keep_login=True)

    def switch_user(self) -> None:
        """Close the home with its session, for another account."""

        def close(workspace: Workspace) -> int:
            unsent = workspace.unsent()
            signin.lock(workspace)
            return unsent

        self._leave_for_sign_in(close, keep_login=False)

    def _leave_for_sign_in(self, leave: Callable[[Workspace], int], *, keep_login: bool) -> None:
        session = self.session
        if session is None:
            return
        workspace, login = session.workspace, session.workspace.account.login
        self._close_window()
        page = self._open_sign_in(login if keep_login else "")
        page.set_busy(True)
        page.show()
        self._tasks.query(
            lambda: leave(workspace),
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

    def _close_window(self) -> None:
        """Write everything, then take the window away; the home stays open."""
        window, session = self.window, self.session
        if window is None or session is None:
            return
        for page in self._wishes.made if self._wishes else ():
            page.left()
        keep_geometry(window)
        if self._state is not None:
            self._state.flush()
        self.session = None
        session.tasks.shutdown()
        window.hide()
        window.deleteLater()
        self.window = self._furnishing = self._lock = self._state = self._wishes = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the sign-in window ends the program."""
        if watched is self.sign_in_page and event.type() == QEvent.Type.Close:
            self._app.quit()
        return False

    def _closing(self, event: QCloseEvent) -> None:
        event.accept()
        self._app.quit()

    def shutdown(self) -> None:
        """Write everything, close the home, end all threads and the media worker. Blocks."""
        if self._ended:
            return
        self._ended = True
        session = self.session
        workspace = session.workspace if session is not None else None
        self._close_window()
        if workspace is not None:
            workspace.close()
        page, self.sign_in_page = self.sign_in_page, None
        if page is not None:
            page.removeEventFilter(self)
            page.hide()
            page.deleteLater()
        self._tasks.shutdown()
        self.media.close()
