"""Hands and eyes of an act: keys, waiting, pictures."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.journey.record import Record, Step, StepError

T = TypeVar("T")
WAIT_SECONDS = 30.0


class Driver:
    """Drives the windows of this process."""

    def __init__(self, out: Path, prefix: str) -> None:
        self._out, self._prefix = out, prefix
        self._number = 0
        self._record = Record(out / "steps.jsonl")

    # --- steps ---------------------------------------------------------------------------------

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """One step; its picture is taken by :meth:`picture` or at its end."""
        with self._record.step(f"{self._prefix}: {name}") as step:
            yield step
            if not step.picture:
                self.picture(step)

    def picture(self, step: Step, widget: QWidget | None = None, name: str = "") -> None:
        """Take a picture of a window as it is painted now."""
        target = widget or self.window()
        self.settle()
        self._number += 1
        label = name or step.name.split(": ", 1)[-1].replace(" ", "-").replace("/", "-")
        file = f"{self._prefix}-{self._number:02d}-{label}.png"
        if not target.grab().save(str(self._out / file)):
            raise StepError(f"no picture {file}")
        step.picture = file

    # --- waiting -------------------------------------------------------------------------------

    def wait_for(self, what: str, condition: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
        """Run the event loop until ``condition`` gives something true.

        :raises StepError: after ``seconds``.
        """
        end = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > end:
                raise StepError(f"waited {seconds:g} s for {what}")
            self.pause(0.02)

    def pause(self, seconds: float) -> None:
        """Let the event loop run for a while."""
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def settle(self) -> None:
        """Let what is queued be painted."""
        for _ in range(3):
            self.pause(0.05)

    # --- hands ---------------------------------------------------------------------------------

    def window(self) -> QWidget:
        """The window in front."""
        active = QApplication.activeModalWidget() or QApplication.activeWindow()
        if active is not None:
            return active
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        if not shown:
            raise StepError("no window is shown")
        return shown[-1]

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Press a key or a chord such as ``Alt+2`` where the focus is."""
        if QApplication.activeWindow() is None:  # offscreen has no window manager to do it
            (widget or self.window()).window().activateWindow()
            self.settle()
        target = widget or QApplication.focusWidget() or self.window()
        sequence = QKeySequence(keys)[0]
        QTest.keyClick(target, sequence.key(), sequence.keyboardModifiers())
        self.pause(0.01)

    def type(self, text: str, widget: QWidget, per_key: float = 0.0) -> None:
        """Type into a field as an input method commits it: character by character."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(widget, character)
            else:
                _commit(widget, character)
            if per_key:
                self.pause(per_key)

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.pause(0.01)

    def in_dialog(self, act: Callable[[QWidget], None]) -> None:
        """Do ``act`` in the next dialog; call before what opens it, for that call blocks."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or not dialog.isVisible():
                QTimer.singleShot(20, look)
                return
            self.pause(0.1)
            act(dialog)

        QTimer.singleShot(20, look)

    # --- the stage -----------------------------------------------------------------------------

    def ask(self, what: str) -> None:
        """Ask the stage for something and wait until it is done."""
        _send({"ask": what})
        if sys.stdin.readline().strip() != "ok":
            raise StepError(f"the stage did not do: {what}")

    def ask_to_be_killed(self) -> None:
        """Ask for SIGKILL and go on; the signal comes in the middle of whatever is done next."""
        _send({"ask": "kill_me"})

    def tell(self, **facts: object) -> None:
        """Hand facts to the acts that follow."""
        _send({"tell": facts})


def _commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def _send(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()
