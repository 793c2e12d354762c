"""The menu of the account in the rail."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from app.domain.model import Account
from app.ui.shell import MainWindow
from app.ui.theme import theme

_COMMANDS = ("app.lock", "app.switch_user", "app.sign_out")


def show_account_menu(window: MainWindow, account: Account) -> None:
    """Who is signed in, and the ways to leave."""
    menu = QMenu(window)
    who = menu.addAction(f"{account.name} · {account.org.name}".replace("&", "&&"))
    who.setEnabled(False)
    menu.addSeparator()
    commands = window.commands
    for identifier in _COMMANDS:
        icon = theme.icon(commands.get(identifier).icon, "text2")
        action = menu.addAction(icon, commands.label(identifier))
        key = commands.key(identifier)
        if key:
            action.setText(f"{action.text()}\t{key}")
        action.triggered.connect(lambda _on=False, id_=identifier: commands.trigger(id_))
    menu.popup(QCursor.pos() - QPoint(0, menu.sizeHint().height()))
