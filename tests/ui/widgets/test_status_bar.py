"""The status bar: counts that open, hints that give way, a clock that does not rebuild it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.widgets import Button, Label, Pane, StatusBar
from app.ui.widgets.keycap import KeyHints
from tests.ui.conftest import Recorder


def test_counts_are_there_only_when_there_is_something(qtbot: QtBot) -> None:
    bar, conflicts = StatusBar(), Recorder()
    qtbot.addWidget(bar)
    bar.resize(1280, 28)
    bar.show()
    bar.conflictsClicked.connect(conflicts)
    assert not any(button.isVisible() for button in bar.findChildren(Button))
    bar.set_pending(3)
    bar.set_conflicts(1)
    words = {button.text() for button in bar.findChildren(Button) if button.isVisible()}
    assert words == {"待发送 3", "冲突 1"}
    button = next(b for b in bar.findChildren(Button) if b.text() == "冲突 1")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert conflicts.calls == [()]


def test_a_tick_of_the_clock_changes_words_in_place(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_notices(["规则包 v3", "服务器时间 10:24:07"])
    labels = [w for w in bar.findChildren(Label) if w.plain_text().startswith("服务器")]
    bar.set_notices(["规则包 v3", "服务器时间 10:24:08"])
    assert labels[0].plain_text() == "服务器时间 10:24:08"
    bar.set_notices(["服务器时间 10:24:09"])
    shown = [w.plain_text() for w in bar.findChildren(Label) if not w.isHidden()]
    assert shown[-1] == "服务器时间 10:24:09"
    assert "规则包 v3" not in shown


def test_hints_give_way_first(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_online("offline", "离线", "上次同步 08:52")
    bar.set_hints([("F7", "下一类"), ("F8", "下一条"), ("F9", "转为意见")])
    bar.set_notices(["服务器时间 10:24:07"])
    bar.show()
    hints = bar.findChild(KeyHints)
    assert isinstance(hints, KeyHints)
    bar.resize(1280, 28)
    assert len(hints.shown()) == 3
    bar.resize(460, 28)
    assert len(hints.shown()) < 3


def test_a_pane_shows_that_it_holds_the_focus(qtbot: QtBot) -> None:
    pane = Pane("审核意见", "本类 1 条")
    field = QLineEdit()
    pane.body.addWidget(field)
    qtbot.addWidget(pane)
    pane.show()
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    title = next(w for w in pane.head.findChildren(Label) if w.plain_text() == "审核意见")
    field.clearFocus()
    assert title.property("tone") == "text2"
    field.setFocus()
    assert title.property("tone") == "text"
