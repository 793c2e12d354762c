"""The floor of a start: an empty window that takes a key. Run by ``bench.start``."""

from __future__ import annotations

import json
import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class Window(QWidget):
    """Sends itself a key once it was painted, and ends with it."""

    def paintEvent(self, _event: QEvent) -> None:  # noqa: N802
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QGuiApplication.postEvent(self, key)

    def keyPressEvent(self, _event: QKeyEvent) -> None:  # noqa: N802
        print(json.dumps({"keys": time.time()}), flush=True)
        QApplication.quit()


def main() -> None:
    """Show it."""
    app = QApplication(["empty"])
    window = Window()
    window.resize(920, 608)
    window.show()
    app.exec()
