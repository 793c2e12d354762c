"""Banners, toasts, errors, progress: what the window says and for how long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets import (
    BannerSlot,
    BannerSpec,
    Button,
    CardAction,
    EmptyState,
    ErrorCard,
    ErrorSpec,
    Label,
    ProgressRow,
    ToastHost,
    toast,
)
from tests.ui.conftest import Recorder


def button(parent: QWidget, name: str) -> Button:
    return next(b for b in parent.findChildren(Button) if b.accessibleName() == name)


def test_the_slot_shows_the_gravest_banner(qtbot: QtBot) -> None:
    slot, heard = BannerSlot(), Recorder()
    qtbot.addWidget(slot)
    slot.action.connect(heard)
    assert slot.isHidden()
    slot.show_banner("offline", BannerSpec("accent", "离线"))
    slot.show_banner(
        "conflict", BannerSpec("red", "骆行舟已有第 3 版", actions=[CardAction("go", "处理")])
    )
    slot.show_banner("lease", BannerSpec("amber", "签收 15 分钟后失效"))
    assert slot.current() == "conflict"
    qtbot.mouseClick(button(slot, "处理"), Qt.MouseButton.LeftButton)
    assert heard.calls == [("conflict", "go")]
    slot.clear("conflict")
    assert slot.current() == "lease"
    slot.clear("lease")
    slot.clear("offline")
    assert slot.isHidden()


def test_a_closable_banner_can_be_closed(qtbot: QtBot) -> None:
    slot = BannerSlot()
    qtbot.addWidget(slot)
    slot.show_banner("note", BannerSpec("green", "已恢复", closable=True))
    qtbot.mouseClick(button(slot, "关闭"), Qt.MouseButton.LeftButton)
    assert slot.current() == ""


@pytest.fixture
def host(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ToastHost:
    monkeypatch.setattr(toast, "SHOWN_MS", 50)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    return ToastHost(window)


def test_a_toast_goes_by_itself(host: ToastHost, qtbot: QtBot) -> None:
    host.show_toast("已放入待发送：云知秋 退回修改")
    qtbot.waitUntil(lambda: host.current is None)


def test_a_toast_stays_while_it_has_the_focus(host: ToastHost, qtbot: QtBot) -> None:
    window = host.parent()
    assert isinstance(window, QWidget)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shown = host.show_toast("已放入", action="撤销", key="Ctrl+Z", on_action=lambda: None)
    button(shown, "撤销").setFocus()
    qtbot.wait(200)
    assert host.current is shown


def test_the_action_of_a_toast_runs_once_and_closes_it(host: ToastHost, qtbot: QtBot) -> None:
    undone = Recorder()
    shown = host.show_toast("已放入", action="撤销", on_action=undone)
    qtbot.mouseClick(button(shown, "撤销"), Qt.MouseButton.LeftButton)
    assert undone.calls == [()]
    assert host.current is None


def test_a_new_toast_replaces_the_old_and_keeps_to_the_lower_left(host: ToastHost) -> None:
    host.show_toast("一")
    second = host.show_toast("二")
    assert host.current is second
    window = host.parent()
    assert isinstance(window, QWidget)
    window.resize(900, 700)
    assert second.x() == 12
    assert second.geometry().bottom() < 700 - 28


def test_an_error_says_cause_safety_and_remedy_in_this_order(qtbot: QtBot) -> None:
    actions = [CardAction("x", "重发")]
    spec = ErrorSpec("未能发送", "连接中断。", "意见已存本机。", "自动重发。", "E-1", actions)
    card, copied, heard = ErrorCard(spec), Recorder(), Recorder()
    qtbot.addWidget(card)
    card.copyRequested.connect(copied)
    card.action.connect(heard)
    words = [label.plain_text() for label in card.findChildren(Label)]
    order = [words.index(word) for word in ("连接中断。", "意见已存本机。", "自动重发。")]
    assert order == sorted(order)
    qtbot.mouseClick(button(card, "复制诊断信息"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(card, "重发"), Qt.MouseButton.LeftButton)
    assert copied.calls == [()]
    assert heard.calls == [("x",)]
    assert card.accessibleName() == "未能发送，连接中断。，意见已存本机。，自动重发。"


def test_progress_asks_to_pause_and_waits_to_be_told(qtbot: QtBot) -> None:
    row, paused, cancelled = ProgressRow("用章 109 份"), Recorder(), Recorder()
    qtbot.addWidget(row)
    row.paused.connect(paused)
    row.cancelled.connect(cancelled)
    row.set_progress(0.59, "64 / 109", "已用章的 64 份有效")
    qtbot.mouseClick(button(row, "暂停"), Qt.MouseButton.LeftButton)
    row.set_paused(True)
    qtbot.mouseClick(button(row, "继续"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(row, "取消"), Qt.MouseButton.LeftButton)
    assert paused.calls == [(True,), (False,)]
    assert cancelled.calls == [()]
    assert row.accessibleName() == "用章 109 份，64 / 109，已用章的 64 份有效"


def test_an_empty_pane_can_change_its_words(qtbot: QtBot) -> None:
    pane, heard = EmptyState("inbox-outline", "没有今天截止的申报"), Recorder()
    qtbot.addWidget(pane)
    pane.action.connect(heard)
    pane.set_state("magnify", "没有找到", "换个词试试", [CardAction("clear", "清除")])
    qtbot.mouseClick(button(pane, "清除"), Qt.MouseButton.LeftButton)
    assert heard.calls == [("clear",)]
    assert pane.accessibleName() == "没有找到，换个词试试"
