"""The frame's own commands clash with nothing and do what they say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.commands import CommandRegistry
from app.ui.shell import MainWindow, PageSpec, ShellCommands, TaskRunner
from tests.ui.shell.test_window import Sample


@pytest.fixture
def shell(qapp: QApplication, qtbot: QtBot) -> Iterator[ShellCommands]:
    tasks = TaskRunner()
    window = MainWindow(CommandRegistry(qapp), tasks)
    qtbot.addWidget(window)
    for name in ("queue", "review"):
        window.add_page(PageSpec(name, name, "inbox-outline", lambda _, n=name: Sample(n)))
    made = ShellCommands(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("queue")
    yield made
    tasks.shutdown()


def window_of(shell: ShellCommands) -> MainWindow:
    window = shell.parent()
    assert isinstance(window, MainWindow)
    return window


def press(qtbot: QtBot, key: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_no_clash_and_no_forbidden_key(shell: ShellCommands) -> None:
    assert window_of(shell).commands.clashes() == []


def test_keys_of_the_frame(shell: ShellCommands, qtbot: QtBot) -> None:
    window = window_of(shell)
    press(qtbot, Qt.Key.Key_2, control=True)
    assert window.current == "review"
    press(qtbot, Qt.Key.Key_K, control=True)
    assert shell.palette.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not shell.palette.isVisible()
    press(qtbot, Qt.Key.Key_F1)
    assert shell.sheet.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    page = window.page("review")
    assert isinstance(page, Sample)
    press(qtbot, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.fields[1]
