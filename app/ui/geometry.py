"""Where the window was: kept, and put back where the screens still allow it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication

from app.ui.shell import MainWindow

_KEY = "window.geometry"
_WANTED = (1920, 1000)


def restore_geometry(window: MainWindow) -> None:
    """Put the window where it was; else as large as the screen allows, at most 1920 by 1000."""
    kept = window.state.get(_KEY, "")
    if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
        return
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry() if screen is not None else None
    if room is None:
        window.resize(*_WANTED)
        return
    window.resize(min(_WANTED[0], room.width()), min(_WANTED[1], room.height()))
    if room.width() <= _WANTED[0]:
        window.move(room.topLeft())


def keep_geometry(window: MainWindow) -> None:
    """Remember where the window is."""
    window.state.put(_KEY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
