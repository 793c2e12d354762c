"""The field for a PIN: shown as dots, never composed, forgotten as soon as it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.pages.seal.run import Secret
from app.ui.widgets import LineEdit


class PinField(LineEdit):
    """See the module.

    Attributes:
        capsLock: whether a letter came as with caps lock on: Qt does not tell its state.
    """

    capsLock = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__("", name=name, size="large")
        self.setObjectName("seal.pin")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def take(self) -> Secret:
        """The PIN, and an empty field."""
        secret = Secret(self.text())
        self.forget()
        return secret

    def forget(self) -> None:
        """Empty the field; unlike ``clear`` this keeps nothing to be undone."""
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.capsLock.emit(False)
        elif text.isascii() and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capsLock.emit(text.isupper() != shift)
        super().keyPressEvent(event)
