"""The lock: the window is covered until the password is given; nothing is closed, nothing lost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.pages.signin.waiting import AppMark
from app.ui.widgets import Button, ElideLabel, IconMark, Label, LineEdit, hbox, vbox
from app.ui.widgets.paint import fill, painter_on

_WIDTH = 360


class _Veil(QWidget):
    """Hides what a window or dialog shows."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(painter_on(self), 0, 0, self.width(), self.height(), "window")


class LockScreen(QWidget):
    """A window over the window that takes all input; everything below is veiled.

    It is application-modal, so that it also stands over a dialog that was open.

    Attributes:
        unlockRequested: the password that was typed.
        switchRequested: somebody else wants to sign in.
    """

    unlockRequested = Signal(str)
    switchRequested = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setObjectName("lock")
        self.setAccessibleName(self.tr("已锁定"))
        self._window = window
        self._veils: list[_Veil] = []
        self.password = LineEdit("", name=self.tr("密码"), size="large")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.unlock = Button(self.tr("解锁"), "primary", "large", key="Enter")
        self.switch = Button(self.tr("换账号登录"), "quiet", "large")
        self._why = Label("", 13, tone="text2", wrap=True)
        self._problem = Label("", 12, tone="red", wrap=True)
        self._problem_row = hbox(IconMark("close-circle", "red", 16), (self._problem, 1), spacing=6)
        self._build(name)
        self.unlock.clicked.connect(self._ask)
        self.password.returnPressed.connect(self._ask)
        self.password.textEdited.connect(lambda _text: self._problem_row.hide())
        self.switch.clicked.connect(self.switchRequested)
        window.installEventFilter(self)
        self.hide()

    def _build(self, name: str) -> None:
        mark = IconMark("lock-outline", "text2", 18)
        box = vbox(
            hbox(None, AppMark(), None),
            8,
            hbox(None, mark, Label(self.tr("已锁定"), 16, bold=True), None),
            hbox(None, ElideLabel(name, 14), None),
            8,
            Label(self.tr("密码"), 13, tone="text2"),
            self.password,
            self._problem_row,
            8,
            hbox(self.unlock, self.switch, None),
            8,
            self._why,
            spacing=6,
            width=_WIDTH,
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self._problem_row.hide()

    # --- covering ------------------------------------------------------------------------------

    def cover(self, why: str) -> None:
        """Cover the window and say why."""
        if self.isVisible():
            return
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        self._veils = [_Veil(one) for one in shown if one.isWindow()]
        self._why.setText(why)
        self._problem_row.hide()
        self.password.clear()
        self.set_busy(False)
        self.setGeometry(self._window.geometry())
        self.show()
        self.raise_()
        self.activateWindow()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Give the window back; the focus returns to where it was."""
        self.password.clear()
        self.hide()
        for veil in self._veils:
            if isValid(veil):
                veil.hide()
                veil.deleteLater()
        self._veils = []

    def set_busy(self, busy: bool) -> None:
        """While the password is tried."""
        for widget in (self.password, self.unlock, self.switch):
            widget.setEnabled(not busy)

    def show_problem(self, text: str) -> None:
        """Say why it stays locked."""
        self.set_busy(False)
        self._problem.setText(text)
        self._problem_row.show()
        self.password.setFocus()
        self.password.selectAll()

    def problem(self) -> str:
        """The words of the problem on show, empty when there is none."""
        return "" if self._problem_row.isHidden() else self._problem.plain_text()

    # --- Qt ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the window wherever it goes."""
        if watched is self._window and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._window.geometry())
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only the password opens."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(painter_on(self), 0, 0, self.width(), self.height(), "window")

    def _ask(self) -> None:
        if self.password.text():
            self.unlockRequested.emit(self.password.text())
        else:
            self.show_problem(self.tr("填写密码。"))
