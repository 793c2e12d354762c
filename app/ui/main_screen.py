"""The main window over an open home, with everything that lives and goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.operations.workspace import QUOTA_KEY, Workspace
from app.ui.account_menu import show_account_menu
from app.ui.commands import CommandRegistry
from app.ui.failures import failure_text
from app.ui.furnishing import Furnishing, Wishes
from app.ui.geometry import keep_geometry, restore_geometry
from app.ui.kept_state import JournalState
from app.ui.lock_control import LockControl
from app.ui.news import News
from app.ui.pages.sync import SyncLog
from app.ui.session import Session
from app.ui.shell import MainWindow, TaskRunner, UiState
from app.ui.summary_keeper import SummaryKeeper

if TYPE_CHECKING:
    from app.media.client import MediaClient


class MainScreen:
    """One window and its session; made anew after a change of language.

    Attributes:
        window, session, lock: what the program reaches for.
        filled: the first page shows its cases.
    """

    def __init__(
        self,
        app: QApplication,
        workspace: Workspace,
        settings: Mapping[str, Any],
        media: Callable[[], MediaClient],
        root: Path,
        wishes: Wishes,
    ) -> None:
        """Build the window; ``settings`` are those of the journal, ``root`` holds the homes."""
        self._wishes = wishes
        self._tasks = TaskRunner()
        self._state = JournalState(workspace.journal, self._tasks, settings)
        self.session = Session(workspace, self._tasks, media)
        self.window = MainWindow(CommandRegistry(app), self._tasks, UiState(self._state))
        for one in (self.session, self._tasks, self._state):
            # Owned by the window: Python may collect in any thread, timers must not end there.
            one.setParent(self.window)
        self._name(workspace)
        self._tasks.unhandled.connect(self.say_failure)
        log = SyncLog(self.session.now, self.session)
        self.session.happened.connect(log.take)
        self._furnishing = Furnishing(self.window, self.session, log, root, wishes)
        self.filled = self._furnishing.filled
        self.lock = LockControl(self.window, self.session, self._furnishing.choices)
        self.lock.switchRequested.connect(wishes.switch_user)
        News(self.window, self.session)
        SummaryKeeper(self.session, self.window)

    def _name(self, workspace: Workspace) -> None:
        account, window = workspace.account, self.window
        window.set_organisation(account.org.name)
        window.set_account(account.name[:1], account.name)
        window.accountClicked.connect(lambda: show_account_menu(window, account))

    def show(self, page: str = "") -> None:
        """Show the window where it was, at a page or where the officer begins."""
        restore_geometry(self.window)
        self.window.show_page(page or self._furnishing.first_page())
        self.window.show()
        QTimer.singleShot(0, self.window, self._enter_page)

    def _enter_page(self) -> None:
        """Now that the window is shown, the focus can go where the page wants it."""
        self.window.page(self.window.current).entered()

    def palette_open(self) -> bool:
        """Whether the command palette is on screen."""
        return self._furnishing.shell.palette.isVisible()

    def say_failure(self, problem: Exception) -> None:
        """Say in words what did not go."""
        self.window.toasts.show_toast(failure_text(problem), "amber")

    def set_quota(self, gib: int) -> None:
        """How much attachments may take, in GiB; the engine asks before each file."""
        journal = self.session.workspace.journal
        self._tasks.mutation(lambda: journal.put_settings({QUOTA_KEY: gib}))

    def close(self) -> dict[str, Any]:
        """Write everything and take the window away; the home stays open.

        :return: the settings of the journal as they are now.
        """
        for page in self._wishes.made:
            page.left()
        keep_geometry(self.window)
        self._state.close()
        kept = self._state.kept()
        self._tasks.shutdown()
        self.window.hide()
        self.window.deleteLater()
        return kept
