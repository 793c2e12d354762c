"""The control in focus keeps its own keys, even where the page has a command on them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.commands import Command, CommandRegistry
from app.ui.widgets import Button, ComboBox, FieldRow, FieldSpec, SegmentedVerbs, Verb, vbox
from tests.ui.conftest import Recorder

ALT = Qt.KeyboardModifier.AltModifier


def test_focused_controls_win_over_the_page(qapp: QApplication, qtbot: QtBot) -> None:
    button, field, verbs = Button("提请退回"), FieldRow(FieldSpec("刊号", "CN")), SegmentedVerbs()
    combo = ComboBox([("a", "须改"), ("b", "建议")], name="程度")
    verbs.set_verbs([Verb("RETURN", "退回修改")])
    page = vbox(button, field, verbs, combo)
    qtbot.addWidget(page)
    registry, ran, done = CommandRegistry(qapp), Recorder(), Recorder()
    registry.register(
        Command(id="page.open", label="打开", keys=("Enter", "Alt+↓", "F4"), place="page", run=ran)
    )
    registry.attach(page, "page")
    button.clicked.connect(lambda: done("button"))
    field.activated.connect(lambda: done("field"))
    verbs.chosen.connect(done)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)

    def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        widget.setFocus()
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    plain = Qt.KeyboardModifier.NoModifier
    segment = verbs.findChild(QWidget)
    assert isinstance(segment, QWidget)
    press(button, Qt.Key.Key_Return, plain)
    press(field, Qt.Key.Key_Enter, plain)
    press(segment, Qt.Key.Key_Return, plain)
    assert done.calls == [("button",), ("field",), ("RETURN",)]
    press(combo, Qt.Key.Key_Down, ALT)
    combo.hidePopup()
    assert ran.calls == []
    press(combo, Qt.Key.Key_F4, plain)
    assert ran.calls == [()]
