"""The real window, offscreen, with instruments: when something was painted, how long it stalled."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.operations.workspace import Workspace
from app.ui.main import DesktopApp, Options, build
from app.ui.pages.queue.page import QueuePage
from app.ui.pages.review.page import ReviewPage
from app.ui.shell import MainWindow

SIZE: Final = (1920, 1000)
_PATIENCE: Final = 60.0


class Waited(RuntimeError):  # noqa: N818 - reads as what happened
    """Something did not come in time."""


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


def wait_for(what: str, condition: Callable[[], object]) -> None:
    """Run the event loop until ``condition`` holds.

    :raises Waited: it does not within half a minute.
    """
    end = time.perf_counter() + _PATIENCE
    heartbeat = QTimer()  # the loop sleeps between events, and leaves the processor to others
    heartbeat.start(50)
    while not condition():
        if time.perf_counter() > end:
            raise Waited(what)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def rest(seconds: float) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


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


class Painted(QObject):
    """Notes when a widget was last painted: the moment at which that round of painting was over."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and watched is self._widget:
            QTimer.singleShot(0, self, self._over)
        return False

    def _over(self) -> None:
        self.at = time.perf_counter()

    def forget(self) -> None:
        """Count anew from now."""
        self.at = 0.0


class Stalls(QObject):
    """Watches the event loop with a timer of one millisecond.

    Attributes:
        gaps: milliseconds between its calls that were longer than ``from_ms``.
        longest: the longest of all.
    """

    def __init__(self, from_ms: float = 8.0) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.longest = 0.0
        self._from = from_ms
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Self:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        gap, self._last = (now - self._last) * 1000, now
        self.longest = max(self.longest, gap)
        if gap > self._from:
            self.gaps.append(gap)
