"""Keys that belong to the control in focus, whatever commands the page has on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
PRESS = ENTER | {Qt.Key.Key_Space}


def claims(
    event: QEvent,
    keys: frozenset[Qt.Key],
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> bool:
    """Claim a key before the shortcuts see it; True when ``event`` was about one of ``keys``.

    For `QWidget.event`: a key that was claimed arrives as an ordinary key press.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in keys or pressed != modifiers:
        return False
    event.accept()
    return True
