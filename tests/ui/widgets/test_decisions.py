"""The consequence stands beside the verb, uncut; a blocked verb says why; nothing final slips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import theme
from app.ui.widgets import (
    CheckBox,
    ComboBox,
    ConfirmAnswer,
    ConfirmDialog,
    ConfirmSpec,
    Consequence,
    DecisionBar,
    SegmentedVerbs,
    TextEdit,
    Verb,
)
from app.ui.widgets.paint import Wrapped, advance
from tests.ui.clipping import clipped
from tests.ui.conftest import Recorder

LONG = (
    "退回后，申报人可在 10月16日 18:00 前修改并重新提交（剩 7 天 7 小时，来得及）。"
    "须经复核人 陆见深 批准后生效。"
)
SHORT = "退回，申报人可在 10月16日 18:00 前改（来得及）；须 陆见深 批准。"
VERBS = [
    Verb("PASS", "通过上报", "Alt+1", "有 1 项拦截未处理"),
    Verb("RETURN", "退回修改", "Alt+2"),
    Verb("REJECT", "不通过", "Alt+4"),
]


@pytest.mark.parametrize("percent", [100, 130])
def test_the_consequence_is_never_cut(qtbot: QtBot, percent: int) -> None:
    theme.set_percent(percent)
    words = Consequence()
    qtbot.addWidget(words)
    words.set_words(LONG, SHORT)
    words.resize(2000, 22)
    assert words.shown() == LONG
    for width in range(words.minimumSizeHint().width(), 900, 7):
        words.resize(width, 34)
        shown = words.shown()
        one_line = advance(shown, theme.font(13)) <= width
        assert one_line or Wrapped(shown, theme.font(12), width).lines <= 2
    assert words.accessibleName() == LONG


@pytest.mark.parametrize("width", [1232, 1318, 1856])
def test_the_bar_has_room_for_everything(qtbot: QtBot, width: int) -> None:
    bar = DecisionBar()
    qtbot.addWidget(bar)
    bar.set_counts("本件", {"BLOCK": 1, "ERROR": 3})
    bar.set_missing("通过不可用：有 1 项拦截、3 项须改未处理")
    bar.set_consequence(LONG, SHORT)
    bar.set_verbs([*VERBS, Verb("DOWN", "退回下级", "Alt+3")])
    bar.set_primary("提请退回 · 3 条意见", "Enter")
    bar.set_compact(width < 1600)
    bar.resize(width, bar.height())
    bar.show()
    assert bar.height() == (60 if width < 1600 else 64)
    assert bar.minimumSizeHint().width() <= width
    assert clipped(bar) == []


def test_a_free_verb_is_chosen_a_blocked_one_refuses(qtbot: QtBot) -> None:
    verbs, chosen, refused = SegmentedVerbs(), Recorder(), Recorder()
    qtbot.addWidget(verbs)
    verbs.set_verbs(VERBS)
    verbs.chosen.connect(chosen)
    verbs.refused.connect(refused)
    verbs.choose("RETURN")
    assert verbs.current() == "RETURN"
    verbs.choose("PASS")
    assert verbs.current() == "RETURN"
    assert chosen.calls == [("RETURN",)]
    assert refused.calls == [("PASS", "有 1 项拦截未处理")]


def test_a_verb_that_becomes_blocked_is_not_chosen_any_more(qtbot: QtBot) -> None:
    verbs, chosen = SegmentedVerbs(), Recorder()
    qtbot.addWidget(verbs)
    verbs.set_verbs(VERBS)
    verbs.set_current("RETURN")
    verbs.chosen.connect(chosen)
    verbs.set_verbs([VERBS[0], Verb("RETURN", "退回修改", "Alt+2", "还没有意见")])
    assert verbs.current() == ""
    assert chosen.calls == []


def test_arrows_walk_the_verbs(qtbot: QtBot) -> None:
    bar, chosen = DecisionBar(), Recorder()
    qtbot.addWidget(bar)
    bar.set_verbs(VERBS)
    bar.verbChosen.connect(chosen)
    bar.show()
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    bar.verbs.layout().itemAt(0).widget().setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert chosen.calls == [("RETURN",)]


def test_the_primary_button_repeats_verb_and_number(qtbot: QtBot) -> None:
    bar, pressed = DecisionBar(), Recorder()
    qtbot.addWidget(bar)
    bar.primaryTriggered.connect(pressed)
    bar.set_primary("提请退回 · 3 条意见", "Enter")
    bar.show()
    qtbot.keyClick(bar.primary, Qt.Key.Key_Return)
    assert pressed.calls == [()]
    bar.set_primary("提请退回", "Enter", "还没有意见")
    qtbot.keyClick(bar.primary, Qt.Key.Key_Return)
    assert len(pressed.calls) == 1
    bar.set_primary("")
    assert not bar.primary.isVisible()


SPEC = ConfirmSpec(
    "不通过 尹听松",
    "本年度申报到此终止，申报人不能修改重交；此决定须由复核人确认。" * 3,
    "提请不通过",
    "理由类别",
    [("condition", "不符合申报条件")],
    ["我已核对原件扫描"],
    "理由",
    8,
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ConfirmDialog:
    made = ConfirmDialog(SPEC)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_focus_starts_on_cancel_and_enter_cancels(dialog: ConfirmDialog, qtbot: QtBot) -> None:
    rejected = Recorder()
    dialog.rejected.connect(rejected)
    assert QApplication.focusWidget() is dialog.cancel
    qtbot.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert rejected.calls == [()]


def test_the_doing_button_repeats_the_verb_and_waits_for_all(
    dialog: ConfirmDialog, qtbot: QtBot
) -> None:
    answered = Recorder()
    dialog.answered.connect(answered)
    assert dialog.do.text() == "提请不通过"
    reasons = []
    reasons.append(dialog.do.reason)
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    combo = dialog.findChild(ComboBox)
    assert isinstance(combo, ComboBox)
    combo.setCurrentIndex(1)
    reasons.append(dialog.do.reason)
    box = dialog.findChild(CheckBox)
    assert isinstance(box, CheckBox)
    box.click()
    reasons.append(dialog.do.reason)
    edit = dialog.findChild(TextEdit)
    assert isinstance(edit, TextEdit)
    edit.setPlainText("  不符合申报条件第二条 ")
    assert reasons == ["还须选择：理由类别", "还须确认：我已核对原件扫描", "理由还差 8 字"]
    assert answered.calls == []
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    assert answered.calls == [(ConfirmAnswer("condition", "不符合申报条件第二条"),)]


@pytest.mark.parametrize("percent", [100, 130])
def test_the_dialog_is_as_high_as_its_words(qtbot: QtBot, percent: int) -> None:
    theme.set_percent(percent)
    dialog = ConfirmDialog(SPEC)
    qtbot.addWidget(dialog)
    dialog.show()
    assert clipped(dialog) == []


def test_ask_answers_none_when_cancelled(qtbot: QtBot) -> None:
    dialog = ConfirmDialog(ConfirmSpec("放弃本机修改", "3 条意见将移入回收处。", "放弃 3 条意见"))
    qtbot.addWidget(dialog)
    QTimer.singleShot(0, dialog.reject)
    assert dialog.ask() is None
    QTimer.singleShot(0, lambda: qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton))
    assert dialog.ask() == ConfirmAnswer()
