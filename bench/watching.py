"""Instruments for an event loop: waiting, when something was painted, how long it stalled.

Loads nothing of the program, so that a start that is measured loads only what it needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Self

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_PATIENCE: Final = 60.0


class Waited(RuntimeError):  # noqa: N818 - reads as what happened
    """Something did not come in time."""


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
