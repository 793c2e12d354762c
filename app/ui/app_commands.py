"""The commands that belong to the program as a whole: sync, lock, undo, signing out, looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.ui.commands import Command, Scope
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ui.furnishing import Wishes


def app_commands(window: MainWindow, session: Session, wishes: Wishes) -> list[Command]:
    """All of them."""
    translate = QCoreApplication.translate

    def sync() -> None:
        engine = session.workspace.sync
        if engine is not None:
            engine.sync_now()

    def why_no_sync() -> str:
        engine = session.workspace.sync
        if engine is None:
            return translate("app", "同步还没有开始")
        if engine.paused:
            return translate("app", "已暂停同步，先在同步页恢复")
        return ""

    def undo() -> None:
        if not session.undo.undo():
            window.toasts.show_toast(translate("app", "没有可以撤销的操作"), "text3")

    def redo() -> None:
        if not session.undo.redo():
            window.toasts.show_toast(translate("app", "没有可以重做的操作"), "text3")

    def other_look() -> None:
        wishes.set_theme("light" if theme.dark else "dark")

    def command(
        name: str,
        label: str,
        keys: tuple[str, ...],
        run: Callable[[], object],
        icon: str,
        blocked: Callable[[], str] | None = None,
    ) -> Command:
        return Command(
            id=f"app.{name}", label=label, keys=keys, run=run, icon=icon, scope=Scope.GLOBAL,
            blocked=blocked or _free,
        )  # fmt: skip

    return [
        command("sync", translate("app", "立即同步"), ("F5",), sync, "sync", why_no_sync),
        command("undo", translate("app", "撤销"), ("Ctrl+Z",), undo, "undo"),
        command("redo", translate("app", "重做"), ("Ctrl+Y",), redo, "redo"),
        command("lock", translate("app", "锁定"), ("Ctrl+L",), wishes.lock, "lock-outline"),
        command("look", translate("app", "换成深色或浅色"), (), other_look, "theme-light-dark"),
        command("switch_user", translate("app", "换账号登录"), (), wishes.switch_user,
                "account-switch-outline"),
        command("sign_out", translate("app", "退出登录"), (), wishes.sign_out, "logout"),
    ]  # fmt: skip


def _free() -> str:
    return ""
