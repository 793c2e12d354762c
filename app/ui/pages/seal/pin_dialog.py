"""The PIN pane in a dialog, where the window has no room for it beside the list."""

from __future__ import annotations

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.pages.seal.pin_pane import WIDTH, PinPane
from app.ui.theme import theme

_HEIGHT = 600


class PinDialog(QDialog):
    """Borrows the pane while it is open, and gives it back to ``home`` afterwards."""

    def __init__(self, parent: QWidget, pane: PinPane) -> None:
        super().__init__(parent)
        self.setObjectName("seal.dialog")
        self.setModal(True)
        self._pane = pane
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setWindowTitle(self.tr("用章"))

    def ask(self, title: str) -> None:
        """Show the pane."""
        self.setWindowTitle(title)
        self._column.addWidget(self._pane)
        self._pane.setFixedWidth(WIDTH)
        self._pane.show()
        parent = self.parentWidget()
        room = parent.window().height() - 48 if parent else _HEIGHT
        self.resize(WIDTH, min(theme.px(_HEIGHT), room))
        self.open()
        self._pane.focus_pin()

    def reject(self) -> None:
        """Esc: the PIN is forgotten."""
        self._pane.give_up()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._pane.forget()
        super().closeEvent(event)
