"""Idle minutes are counted from the last touch of a window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.shell import IdleWatch
from tests.ui.conftest import Recorder

MINUTE = 60_000


def test_each_idle_minute_is_told_once(qtbot: QtBot) -> None:
    watch, heard = IdleWatch(), Recorder()
    watch.idled.connect(heard)
    watch.skip(MINUTE)
    watch.check()
    watch.skip(MINUTE)
    watch.skip(3 * MINUTE)
    assert heard.calls == [(1,), (2,), (5,)]


def test_a_key_press_starts_anew(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    watch, heard = IdleWatch(), Recorder()
    watch.watch(field)
    watch.idled.connect(heard)
    watch.skip(2 * MINUTE)
    handle = field.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert watch.minutes() == 0
    watch.skip(MINUTE)
    assert heard.calls == [(2,), (1,)]
