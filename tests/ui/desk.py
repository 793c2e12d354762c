"""An officer's desk: the main window over a workspace of the test office, shown offscreen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from app.ui.commands import CommandRegistry
from app.ui.session import Session
from app.ui.shell import MainWindow, Page, PageSpec, TaskRunner, UiState

T = TypeVar("T")
SIZES = ((1920, 1000), (1366, 688), (1280, 640))


@dataclass
class Desk:
    """A window and what its pages share."""

    window: MainWindow
    session: Session

    @property
    def ws(self) -> Workspace:
        """The open home."""
        return self.session.workspace

    def show(self, name: str, make: Callable[[MainWindow], Page], size: tuple[int, int]) -> Any:
        """Show a page in a window of ``size`` and give it back."""
        self.window.add_page(PageSpec(name, name, "inbox-outline", make))
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        wait_for(self.window.isActiveWindow)
        self.window.show_page(name)
        return self.window.page(name)

    def close(self) -> None:
        """Finish every write and take the window away."""
        if self.window.current:
            self.window.page(self.window.current).left()
        self.session.tasks.shutdown()
        self.window.hide()
        self.window.deleteLater()


def desk_of(app: QApplication, workspace: Workspace) -> Desk:
    """A desk over an open home; its media client is never started."""
    tasks = TaskRunner()
    window = MainWindow(CommandRegistry(app), tasks, UiState())
    media = MediaClient()
    session = Session(workspace, tasks, lambda: media)
    session.setParent(window)  # what has timers must not be collected in another thread
    return Desk(window, session)


def wait_for(condition: Callable[[], T], seconds: float = 15.0) -> T:
    """Run the event loop until ``condition`` gives something true; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, "waited in vain"
        pause(0.01)


def pause(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def in_dialog(act: Callable[[QWidget], None]) -> None:
    """Do ``act`` in the next modal dialog; call before what opens it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(10, look)
        else:
            act(dialog)

    QTimer.singleShot(0, look)
