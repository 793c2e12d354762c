"""A start of the program up to the filled queue. Run by ``bench.start``.

Arguments: the folder of homes, server, login, and ``at-once`` or ``typing`` for how the password,
which comes on standard input, is given. The program starts as ``python -m app`` starts it; what
drives it is loaded once its window is shown.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING

TYPING_MS = 4_000
"""How long somebody types a password who is in no hurry; meanwhile the rest is loaded."""

if TYPE_CHECKING:
    from app.ui.main import DesktopApp

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


def main() -> None:
    """Start, type into the sign-in window, unlock, wait for the queue, end."""
    root, server, login, _pace = sys.argv[1:]
    from PySide6.QtCore import QTimer

    from app.cli import main as titledesk
    from app.ui import main as start

    build = start.build

    def driven(options: start.Options) -> start.DesktopApp:
        program = build(options)
        QTimer.singleShot(0, lambda: _when_painted(program))
        return program

    vars(start)["build"] = driven
    titledesk(["--home", root, "--server", server, "--user", login, "--language", "zh_CN"])


def _when_painted(program: DesktopApp) -> None:
    """Send a key as soon as the window was painted, and note when the field has taken it."""
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    page = program.sign_in_page
    assert page is not None
    if not page.isVisible():
        QTimer.singleShot(0, lambda: _when_painted(program))
        return
    page.repaint()
    kind, key, none = QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.password, QKeyEvent(kind, key, none, "a"))
    assert page.password.text() == "a"
    marks = {"keys": time.time()}
    pause = {"at-once": 0, "typing": TYPING_MS}[sys.argv[-1]]
    QTimer.singleShot(pause, lambda: _enter(program, marks))


def _enter(program: DesktopApp, marks: dict[str, float]) -> None:
    """Unlock offline, as soon as the window offers it, and wait until the queue is on screen."""
    from PySide6.QtWidgets import QApplication

    from bench.watching import Painted, wait_for

    page = program.sign_in_page
    assert page is not None
    wait_for("the offline entry", page.offline.isEnabled)
    marks["password"] = time.time()
    page.password.setText(sys.stdin.readline())
    page.offline.click()
    wait_for("the main window", lambda: program.window is not None)
    window = program.window
    assert window is not None
    from app.ui.pages.queue import QueuePage  # loaded with the window

    queue = window.page("queue")
    assert isinstance(queue, QueuePage)
    rows = Painted(queue.table.viewport())
    wait_for("the queue", lambda: queue.model.lines.total and rows.at)
    marks["queue"] = time.time()
    print(json.dumps(marks), flush=True)
    QApplication.quit()
