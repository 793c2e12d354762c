"""A button that cannot be used keeps its place and says why."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.ui.widgets import Button
from tests.ui.conftest import Recorder


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_press_it(qtbot: QtBot, key: Qt.Key) -> None:
    button, pressed = Button("签收 2 件"), Recorder()
    qtbot.addWidget(button)
    button.clicked.connect(pressed)
    qtbot.keyClick(button, key)
    assert len(pressed.calls) == 1


def test_a_blocked_button_refuses_with_its_reason(qtbot: QtBot) -> None:
    button, pressed, refused = Button("通过上报", tip="通过"), Recorder(), Recorder()
    qtbot.addWidget(button)
    button.clicked.connect(pressed)
    button.refused.connect(refused)
    width = button.sizeHint().width()
    button.set_blocked("有 1 项拦截未处理")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed.calls == []
    assert refused.calls == [("有 1 项拦截未处理",)] * 3
    assert button.toolTip() == button.accessibleDescription() == "有 1 项拦截未处理"
    assert button.sizeHint().width() > width  # the lock
    button.set_blocked("")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(pressed.calls) == 1
    assert button.toolTip() == "通过"


def test_a_button_without_words_is_named_by_its_tip(qtbot: QtBot) -> None:
    button = Button("", icon="rotate-right", tip="右转", key="Ctrl+R")
    qtbot.addWidget(button)
    assert button.accessibleName() == "右转"
    assert button.toolTip() == "右转  Ctrl+R"
    assert button.sizeHint().width() == button.sizeHint().height() == 28
    with pytest.raises(ValueError, match="tip"):
        Button("", icon="rotate-right")


def test_key_icon_and_menu_take_room(qtbot: QtBot) -> None:
    widths = []
    for change in (None, lambda b: b.set_key("F9"), lambda b: b.set_icon("check")):
        button = Button("转为意见")
        qtbot.addWidget(button)
        if change is not None:
            change(button)
        widths.append(button.sizeHint().width())
    menu = Button("转为意见")
    qtbot.addWidget(menu)
    menu.set_menu(QMenu(menu))
    assert all(width > widths[0] for width in (*widths[1:], menu.sizeHint().width()))


@pytest.mark.parametrize(("size", "height"), [("small", 24), ("normal", 28), ("large", 36)])
def test_heights(qtbot: QtBot, size: str, height: int) -> None:
    button = Button("取消", size=size)  # type: ignore[arg-type]
    qtbot.addWidget(button)
    assert button.sizeHint().height() == height
