"""A start of the program up to the filled queue. Run by ``bench.start``.

Arguments: the folder of homes, server, login; the password comes on standard input. The program
starts as ``python -m app`` starts it; what drives it is loaded once its window is shown.
"""

from __future__ import annotations

import json
import os
import sys
import time
from unittest import mock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


def main() -> None:
    """Start, type into the sign-in window, unlock, wait for the queue, end."""
    root, server, login = sys.argv[1:]
    from PySide6.QtCore import QTimer

    from app.cli import main as titledesk
    from app.ui import main as start

    build = start.build

    def driven(options: start.Options) -> start.DesktopApp:
        program = build(options)
        QTimer.singleShot(0, lambda: _drive(program))
        return program

    with mock.patch.object(start, "build", driven):
        titledesk(["--home", root, "--server", server, "--user", login, "--language", "zh_CN"])


def _drive(program: object) -> None:
    from PySide6.QtWidgets import QApplication

    from app.ui.main import DesktopApp
    from bench.window import Painted, enter_offline, press, wait_for

    assert isinstance(program, DesktopApp)
    page = program.sign_in_page
    assert page is not None
    press(page.password, "a")
    assert page.password.text() == "a"
    marks = {"keys": time.time()}
    cockpit = enter_offline(program, sys.stdin.readline())
    rows = Painted(cockpit.queue.table.viewport())
    wait_for("the queue", lambda: cockpit.queue.model.lines.total and rows.at)
    marks["queue"] = time.time()
    print(json.dumps(marks), flush=True)
    QApplication.quit()
