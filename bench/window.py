"""The real window, offscreen, and keys for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from PySide6.QtCore import QEvent
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.operations.workspace import Workspace
from app.ui.main import DesktopApp, Options, build, tune_interpreter
from app.ui.pages.queue.page import QueuePage
from app.ui.pages.review.page import ReviewPage
from app.ui.shell import MainWindow
from bench.watching import wait_for

SIZE: Final = (1920, 1000)


@dataclass(frozen=True)
class Cockpit:
    """The program over an unlocked home, on the queue."""

    program: DesktopApp
    window: MainWindow
    workspace: Workspace

    @property
    def queue(self) -> QueuePage:
        """The queue page."""
        return cast(QueuePage, self.window.page("queue"))

    @property
    def review(self) -> ReviewPage:
        """The review page."""
        return cast(ReviewPage, self.window.page("review"))


@contextmanager
def unlocked(root: Path, server: str, login: str, password: str) -> Iterator[Cockpit]:
    """The whole program over a home that is opened offline, as an officer opens it."""
    program = build(Options(server=server, user=login, home=root, language="zh_CN"))
    tune_interpreter(program)
    try:
        program.show()
        cockpit = enter_offline(program, password)
        cockpit.window.resize(*SIZE)
        cockpit.window.activateWindow()
        wait_for("the first list", lambda: cockpit.queue.model.lines.total)
        yield cockpit
    finally:
        program.shutdown()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def enter_offline(program: DesktopApp, password: str) -> Cockpit:
    """From the sign-in window, once it knows what is on this machine, to the main window."""
    page = program.sign_in_page
    assert page is not None
    wait_for("the offline entry", page.offline.isEnabled)
    page.password.setText(password)
    page.offline.click()
    wait_for("the main window", lambda: program.window is not None)
    window, session = program.window, program.session
    assert window is not None
    assert session is not None
    return Cockpit(program, window, session.workspace)


def focused(window: QWidget) -> QWidget:
    """The widget that takes the keys; offscreen, nobody but us brings a window to the front."""
    window.activateWindow()
    wait_for("the focus", QApplication.focusWidget)
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(widget: QWidget, text: str) -> None:
    """One character, typed or committed by an input method."""
    if text.isascii():
        QTest.keyClicks(widget, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)


def press_keys(widget: QWidget, keys: str) -> None:
    """A key or chord such as ``Shift+F12``."""
    combination = QKeySequence(keys)[0]  # type: ignore[index]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
