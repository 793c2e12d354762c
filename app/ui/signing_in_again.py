"""Asking for the password again in the running window: the session ended, the work goes on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.ui.widgets import Button, IconMark, Label, LineEdit, hbox

_WIDTH = 420


class SignInAgainDialog(QDialog):
    """The password of the officer who is signed in.

    Attributes:
        passwordGiven: what was typed; answer with :meth:`show_problem` or ``accept``.
    """

    passwordGiven = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("重新登录"))
        self.setFixedWidth(_WIDTH)
        self.password = LineEdit("", name=self.tr("密码"), size="large")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = Label("", 12, tone="red", wrap=True)
        self._row = hbox(IconMark("close-circle", "red", 16), (self._problem, 1), spacing=6)
        self.do = Button(self.tr("登录"), "primary", "large", key="Enter")
        cancel = Button(self.tr("以后再说"), size="large", key="Esc")
        for button in (self.do, cancel):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(self.tr("重新登录"), 16, bold=True))
        layout.addWidget(
            Label(
                self.tr(
                    "{name} 的登录已到期。本机的草稿和待发送的操作都在，登录后自动发出。"
                ).format(name=name),
                wrap=True,
            )
        )
        layout.addWidget(self.password)
        layout.addWidget(self._row)
        layout.addWidget(hbox(None, cancel, self.do))
        self._row.hide()
        self.do.clicked.connect(self._ask)
        cancel.clicked.connect(self.reject)
        self.password.returnPressed.connect(self._ask)
        self.password.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why it did not go."""
        self._problem.setText(text)
        self._row.show()
        self.set_busy(False)
        self.password.selectAll()
        self.password.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While the server is asked."""
        self.do.setEnabled(not busy)
        self.password.setEnabled(not busy)

    def _ask(self) -> None:
        if self.password.text():
            self.set_busy(True)
            self.passwordGiven.emit(self.password.text())
