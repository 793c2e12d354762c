"""The sign-in form: what it asks for, and how it says what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.pages.signin import SignInPage, SignInRequest, WaitingItem

SERVER = "https://title.example.invalid"


def page(qtbot: QtBot, **given: object) -> SignInPage:
    made = SignInPage(SERVER, "songqh", **given)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_signs_in_with_what_was_typed(qtbot: QtBot) -> None:
    made = page(qtbot)
    QTest.keyClicks(made.password, "secret")
    with qtbot.waitSignal(made.signInRequested) as asked:
        QTest.keyClick(made.password, Qt.Key.Key_Return)
    assert asked.args == [SignInRequest(SERVER, "songqh", "secret", True)]


def test_what_is_missing_is_named_and_nothing_is_asked(qtbot: QtBot) -> None:
    made = page(qtbot)
    asked: list[object] = []
    made.signInRequested.connect(asked.append)
    made.sign_in.click()
    assert made.problem() == "填写密码。"
    assert asked == []
    made.login.clear()
    made.sign_in.click()
    assert made.problem() == "填写账号。"


def test_typing_again_takes_the_problem_away(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_problem("密码不正确。还可尝试 3 次。", about="password")
    assert made.problem()
    QTest.keyClicks(made.password, "x")
    assert made.problem() == ""


def test_capitals_without_shift_mean_caps_lock(qtbot: QtBot) -> None:
    made = page(qtbot)
    QTest.keyClick(made.password, "A")
    assert made._caps.isVisible()
    QTest.keyClick(made.password, "a")
    assert not made._caps.isVisible()


def test_offline_needs_something_on_this_machine(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.set_offline(False, "")
    made.offline.click()
    made._ask_offline()
    assert "离线" in made.problem()
    made.set_offline(True, "可审阅已下载的 17 件")
    QTest.keyClicks(made.password, "secret")
    with qtbot.waitSignal(made.offlineRequested):
        made.offline.click()


def test_while_the_server_is_asked_nothing_can_be_pressed_twice(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.set_busy(True)
    assert not made.sign_in.isEnabled()
    made.set_busy(False)
    assert made.sign_in.isEnabled()


def test_a_server_set_by_policy_is_locked(qtbot: QtBot) -> None:
    made = page(qtbot, server_locked=True)
    assert made.server.isReadOnly()
    assert made.server.toolTip() == "由管理员设定"


def test_what_waits_is_told(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.waiting.set_items([WaitingItem("harddisk", "本机有 46 件离线包", "1.4 GB，已加密")])
    made.waiting.set_items([WaitingItem("harddisk", "本机有 47 件离线包", "1.4 GB，已加密")])
    words = {label.text() for label in made.waiting.findChildren(type(made._caps))}
    assert "本机有 47 件离线包" in words
