"""What the officer must be told once: banners for the state of the machine and of the session."""

from __future__ import annotations

import re

import keyring
from PySide6.QtCore import QObject

from app.operations import signin
from app.protocol.messages import has_message
from app.ui.failures import failure_text
from app.ui.i18n import language
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.signing_in_again import SignInAgainDialog
from app.ui.widgets import BannerSpec, CardAction
from app.ui.widgets.banner import BannerTone

_GRAVE: dict[str, BannerTone] = {
    "JOURNAL_SET_ASIDE": "red",
    "LOG_FORK": "red",
    "LOG_ROLLED_BACK": "red",
    "SEAL_LOG_FORK": "red",
    "SEAL_LOG_FORGED": "red",
    "SEAL_LOG_GAP": "red",
    "SEAL_LOG_ROLLED_BACK": "red",
    "SERVER_LOG_CHANGED": "red",
    "SEAL_BOOK_OLDER": "red",
    "POLICY_DAMAGED": "red",
    "CACHE_REBUILT": "amber",
}
_SESSION = "session"
_KEYRING = "news.keyring"
_FIRST = re.compile(r"(.+?[。！]|.+?\. )(.*)", re.DOTALL)


class News(QObject):
    """Shows notices of opening the home, of the engine, and the end of the session."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        for notice in session.workspace.notices:
            if not notice.code.startswith("KEYRING"):
                self.tell(notice.code, dict(notice.params))
            elif window.state.get(_KEYRING, "") != notice.code:
                window.state.put(_KEYRING, notice.code)  # once is enough: the password does it
                self.tell(notice.code, {"backend": backend_name(), **notice.params})
        session.noticed.connect(self.tell)
        session.signedOut.connect(self.signed_out)
        session.statusChanged.connect(self._status)
        window.banner.action.connect(self._act)

    def tell(self, code: str, params: dict[str, str]) -> None:
        """Show a notice until it is closed; the gravest stands in front."""
        words = self._session.words(code, params)
        title, detail = first_sentence(words)
        tone = _GRAVE.get(code, "accent")
        self._window.banner.show_banner(code, BannerSpec(tone, title, detail, closable=True))

    def signed_out(self, code: str) -> None:
        """The server no longer knows us: say so, with the one way on."""
        reason = self._session.words(code) if has_message(code, language()) else ""
        spec = BannerSpec(
            "amber",
            self.tr("须重新登录才能同步"),
            reason or self.tr("可继续审阅；没有发送的操作都在本机。"),
            [CardAction("sign_in", self.tr("登录"))],
        )
        self._window.banner.show_banner(_SESSION, spec)

    def _status(self, status: object) -> None:
        if getattr(status, "online", None):
            self._window.banner.clear(_SESSION)

    def _act(self, _key: str, action: str) -> None:
        if action == "sign_in":
            self.ask_password()

    def ask_password(self) -> None:
        """Ask for the password and give the engine a new session."""
        dialog = SignInAgainDialog(self._window, self._session.workspace.account.name)

        def enter(password: str) -> None:
            self._session.query(
                lambda ws: signin.sign_in_again(ws, password),
                lambda _nothing: dialog.accept(),
                lambda problem: dialog.show_problem(failure_text(problem)),
            )

        dialog.passwordGiven.connect(enter)
        dialog.accepted.connect(lambda: self._window.banner.clear(_SESSION))
        dialog.open()


def backend_name() -> str:
    """The keyring that the system offers."""
    return type(keyring.get_keyring()).__module__


def first_sentence(words: str) -> tuple[str, str]:
    """What happened, and the rest."""
    found = _FIRST.match(words)
    if found is None:
        return words, ""
    return found.group(1).rstrip("。. "), found.group(2).strip()
