"""The watch over keys ends with its window."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import SIGNAL, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.ui.commands.guard import KeyGuard

_FOCUS = SIGNAL("focusChanged(QWidget*,QWidget*)")


def test_a_window_that_is_gone_hears_no_focus(qapp: QApplication, qtbot: QtBot) -> None:
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # windows of earlier tests, with guards of their own
    listening = qapp.receivers(_FOCUS)
    window = QLineEdit()
    guard = KeyGuard(qapp, lambda _widget, _key: False, window)
    assert qapp.receivers(_FOCUS) == listening + 1
    gone = weakref.ref(guard)
    delete(window)
    del window, guard
    gc.collect()
    assert gone() is None
    assert qapp.receivers(_FOCUS) == listening
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    qtbot.waitExposed(other)
    other.setFocus()
