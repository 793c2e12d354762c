"""The sign-in window (style guide §8 登录): server, account, password, offline entry.

It knows nothing of the network: it asks through signals and is told what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import __version__
from app.ui.pages.signin.waiting import WaitingPanel
from app.ui.widgets import Button, CheckBox, IconMark, Label, LineEdit, hbox, vbox


@dataclass(frozen=True)
class SignInRequest:
    """What was typed. The password is never kept by the page."""

    server: str
    login: str
    password: str
    remember: bool


class SignInPage(QWidget):
    """Sign in online, or enter offline with the password of this machine.

    Attributes:
        signInRequested: carries a :class:`SignInRequest`.
        offlineRequested: the same, to unlock what is on this machine.
    """

    signInRequested = Signal(object)
    offlineRequested = Signal(object)

    def __init__(self, server: str = "", login: str = "", *, server_locked: bool = False) -> None:
        super().__init__()
        self.setObjectName("signin")
        self.setWindowTitle(self.tr("登录 — TitleDesk 职称审阅台"))
        self.waiting = WaitingPanel(__version__)
        self._organisation = Label("", 13, tone="text2")
        self.server = LineEdit(server, "https://", name=self.tr("服务器"), size="large")
        self.login = LineEdit(login, name=self.tr("账号"), size="large")
        self.password = LineEdit("", name=self.tr("密码"), size="large")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        if server_locked:
            self.server.set_locked(self.tr("由管理员设定"))
        self._server_note = Label(
            self.tr("由管理员设定") if server_locked else "", 12, tone="text3"
        )
        if not server_locked:
            self._server_note.hide()
        self._caps = Label(self.tr("大写锁定已打开"), 12, tone="amber")
        self._caps.setVisible(False)
        self._mark = IconMark("close-circle", "red", 16)
        self._problem = Label("", 12, tone="red", wrap=True)
        self.problem_row = hbox(self._mark, (self._problem, 1), spacing=6)
        self.problem_row.setVisible(False)
        self.remember = CheckBox(self.tr("记住账号"))
        self.remember.setChecked(True)
        self.sign_in = Button(self.tr("登录"), "primary", "large", key="Enter")
        self.offline = Button(self.tr("离线进入"), "default", "large", key="Ctrl+O")
        self.offline_note = Label("", 12, tone="text2", wrap=True)
        self._build()
        self._connect()
        (self.login if not login else self.password).setFocus()

    def sizeHint(self) -> QSize:
        return QSize(920, 608)

    def _build(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.waiting)
        form = vbox(
            None,
            Label(self.tr("登录"), 20, bold=True),
            self._organisation,
            12,
            Label(self.tr("服务器"), 13, tone="text2"),
            self.server,
            self._server_note,
            4,
            Label(self.tr("账号"), 13, tone="text2"),
            self.login,
            4,
            hbox(Label(self.tr("密码"), 13, tone="text2"), None, self._caps),
            self.password,
            self.problem_row,
            4,
            self.remember,
            8,
            hbox(self.sign_in, self.offline, None),
            self.offline_note,
            (QWidget(), 2),
            margins=(48, 24, 48, 24),
            spacing=6,
            kind="panel",
        )
        form.setMinimumWidth(500)
        outer.addWidget(form, 1)
        layout = form.layout()
        assert isinstance(layout, QVBoxLayout)

    def _connect(self) -> None:
        self.sign_in.clicked.connect(self._ask_online)
        self.offline.clicked.connect(self._ask_offline)
        for field in (self.server, self.login, self.password):
            field.returnPressed.connect(self._ask_online)
            field.textEdited.connect(self.clear_problem)
        QShortcut(QKeySequence("Ctrl+O"), self, self._ask_offline)
        self.password.installEventFilter(self)

    def set_organisation(self, name: str) -> None:
        """Show whose office this is, once it is known."""
        self._organisation.setText(name)
        self._organisation.setVisible(bool(name))

    def set_offline(self, possible: bool, note: str) -> None:
        """Say what can be done offline on this machine."""
        self.offline.set_blocked("" if possible else self.tr("本机还没有可离线使用的数据"))
        self.offline_note.setText(note)

    def set_busy(self, busy: bool) -> None:
        """While the server is asked: nothing can be pressed twice."""
        self.sign_in.set_words(self.tr("正在登录…") if busy else self.tr("登录"))
        for widget in (self.sign_in, self.offline, self.login, self.password):
            widget.setEnabled(not busy)

    def show_problem(self, text: str, *, about: str = "") -> None:
        """Say what went wrong; ``about`` is ``server``, ``login`` or ``password``."""
        self._problem.setText(text)
        self.problem_row.setVisible(True)
        fields = {"server": self.server, "login": self.login, "password": self.password}
        for name, field in fields.items():
            field.set_bad(name == about)
        target = fields.get(about, self.password)
        target.setFocus()
        target.selectAll()

    def problem(self) -> str:
        """The words of the problem on show, empty when there is none."""
        return self._problem.plain_text() if not self.problem_row.isHidden() else ""

    def clear_problem(self) -> None:
        """Take the problem away, for something was changed."""
        self.problem_row.setVisible(False)
        for field in (self.server, self.login, self.password):
            field.set_bad(False)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Watch for caps lock while the password is typed: Qt does not tell its state."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = event.text()
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_CapsLock:
                self._caps.setVisible(False)
            elif text.isascii() and text.isalpha():
                self._caps.setVisible(text.isupper() != shift)
        return False

    def _request(self) -> SignInRequest | None:
        request = SignInRequest(
            server=self.server.text().strip().rstrip("/"),
            login=self.login.text().strip(),
            password=self.password.text(),
            remember=self.remember.isChecked(),
        )
        if not request.server:
            self.show_problem(self.tr("填写服务器地址。"), about="server")
        elif not request.login:
            self.show_problem(self.tr("填写账号。"), about="login")
        elif not request.password:
            self.show_problem(self.tr("填写密码。"), about="password")
        else:
            return request
        return None

    def _ask_online(self) -> None:
        request = self._request()
        if request is not None:
            self.signInRequested.emit(request)

    def _ask_offline(self) -> None:
        if self.offline.reason:
            self.show_problem(self.offline.reason)
            return
        request = self._request()
        if request is not None:
            self.offlineRequested.emit(request)
