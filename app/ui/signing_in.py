"""Behind the sign-in window: asks the server, or unlocks what is on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.partial_date import CHINA
from app.operations.policy import Policy
from app.store.home import Home, HomeMissing, HomeNewer, list_homes
from app.store.readmodels import SigninSummary
from app.ui.failures import failure_text
from app.ui.pages.signin import SignInPage, SignInRequest, WaitingItem
from app.ui.shell import Generation, TaskRunner
from app.ui.widgets import formats

if TYPE_CHECKING:
    from app.operations.signin import SignIn
    from app.operations.workspace import Workspace

_LOOK_DELAY_MS = 200
_ABOUT_SERVER = frozenset(
    {
        "UNREACHABLE", "CONNECT_TIMEOUT", "STALLED", "CUT_OFF", "BAD_ADDRESS", "REDIRECTED",
        "PLAIN_HTTP_REFUSED", "GARBAGE", "NEWER_PROTOCOL",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """An open home and the settings of its journal, read away from the window's thread."""

    workspace: Workspace
    settings: dict[str, Any]


@dataclass(frozen=True)
class OnThisMachine:
    """What is here for an account: figures, and whether it opens without the server."""

    summary: SigninSummary
    known: bool


class SigningIn(QObject):
    """Serves one sign-in window.

    Attributes:
        opened: an :class:`Opened` home.
    """

    opened = Signal(object)

    def __init__(self, page: SignInPage, root: Path, policy: Policy, tasks: TaskRunner) -> None:
        super().__init__(page)
        self._page, self._root, self._policy, self._tasks = page, root, policy, tasks
        self._generation = Generation()
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_DELAY_MS)
        self._timer.timeout.connect(self.look)
        page.signInRequested.connect(self.online)
        page.offlineRequested.connect(self.offline)
        page.login.textChanged.connect(lambda _text: self._timer.start())
        page.server.textChanged.connect(lambda _text: self._timer.start())
        QTimer.singleShot(0, self, self.look)  # the window is painted first

    # --- what is here --------------------------------------------------------------------------

    def look(self) -> None:
        """Look on the disk for what waits for this account."""
        server, login, root = self._page.server.text(), self._page.login.text().strip(), self._root
        self._tasks.query(
            lambda: on_this_machine(root, server, login), self._show, token=self._generation.next()
        )

    def say(self, words: str) -> None:
        """Say what the officer should read first, and look anew at what is here."""
        self._said = words
        self.look()

    def recall_login(self) -> None:
        """Offer the login of last time, if the keyring keeps one."""

        def recall() -> str:
            from app.ui.remembered import remembered_login

            return remembered_login()

        self._tasks.query(recall, self._offer)

    def _offer(self, login: str) -> None:
        if login and not self._page.login.text():
            self._page.login.setText(login)
            self._page.password.setFocus()

    def _show(self, here: OnThisMachine) -> None:
        summary = here.summary
        note = ""
        if here.known:
            note = self.tr(
                "离线进入：用密码解锁本机数据，可审阅已下载的 {n} 件；签收、发送须待联网。"
            ).format(n=summary.cases_cached)
            if not summary.cases:
                note = self.tr("离线进入：用密码解锁本机数据；签收、发送须待联网。")
        if self._said:
            note = f"{self._said} {note}".strip()
        self._page.set_offline(here.known, note)
        self._page.waiting.set_items(self._items(summary))

    def _items(self, summary: SigninSummary) -> list[WaitingItem]:
        items = []
        if summary.cases:
            size = formats.bytes_text(summary.cached_bytes)
            detail = self.tr("附件 {size}，已加密；{n} 件可离线审阅")
            if not summary.cached_bytes:
                detail = self.tr("还没有下载附件")
            items.append(
                WaitingItem(
                    "harddisk",
                    self.tr("本机有 {n} 件申报").format(n=summary.cases),
                    detail.format(size=size, n=summary.cases_cached),
                )
            )
        if summary.unsent:
            items.append(
                WaitingItem(
                    "tray-arrow-up",
                    self.tr("{n} 项操作等待发送").format(n=summary.unsent),
                    self.tr("登录后自动发出，不会重复"),
                )
            )
        due = summary.due_on(_today())
        if due:
            items.append(
                WaitingItem(
                    "calendar-alert",
                    self.tr("{n} 件今天截止").format(n=due),
                    self.tr("时间以服务器为准"),
                )
            )
        return items

    # --- entering ------------------------------------------------------------------------------

    def online(self, request: SignInRequest) -> None:
        """Ask the server."""

        def enter(wanted: SignIn) -> Workspace:
            from app.operations.signin import sign_in_online

            return sign_in_online(wanted, request.password)

        self._begin(request, enter)

    def offline(self, request: SignInRequest) -> None:
        """Unlock what is here."""

        def enter(wanted: SignIn) -> Workspace:
            from app.operations.signin import unlock_offline

            return unlock_offline(wanted, request.password)

        self._begin(request, enter)

    def _begin(self, request: SignInRequest, enter: Callable[[SignIn], Workspace]) -> None:
        """Enter a home on the pool, where what that needs may still have to be loaded."""
        self._page.clear_problem()
        self._page.set_busy(True)
        root, server = self._root, self._policy.server_url or request.server

        def work() -> Opened:
            from app.operations.signin import SignIn
            from app.ui.remembered import remember_login

            workspace = enter(SignIn(root=root, server_url=server, login=request.login))
            try:
                remember_login(request.login if request.remember else "")
                return Opened(workspace, workspace.journal.settings())
            except BaseException:
                workspace.close()
                raise

        self._tasks.query(work, self._entered, self._failed)

    def _entered(self, opened: Opened) -> None:
        self._page.password.clear()
        self.opened.emit(opened)

    def _failed(self, problem: Exception) -> None:
        self._page.set_busy(False)
        code = str(getattr(problem, "code", ""))
        about = "server" if code in _ABOUT_SERVER or code.startswith("TLS_") else "password"
        self._page.show_problem(failure_text(problem), about=about)


def on_this_machine(root: Path, server: str, login: str) -> OnThisMachine:
    """What is here for an account; for none yet typed, what the last one left."""
    from app.sync.address import normalised
    from app.sync.errors import BadAddressError

    if not login:
        homes = list_homes(root)
        return OnThisMachine(homes[0].summary if homes else SigninSummary(), known=False)
    try:
        home = Home.open(root, normalised(server), login, create=False)
    except (HomeMissing, HomeNewer, BadAddressError):
        return OnThisMachine(SigninSummary(), known=False)
    return OnThisMachine(home.summary, known=home.keys_path.exists())


def _today() -> date:
    return datetime.now(CHINA).date()
