"""Inputs: committed text only, locks with their reason, no edit by a stray wheel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import theme
from app.ui.widgets import CheckBox, ComboBox, LineEdit, SearchField, TextEdit, vbox
from tests.ui.conftest import Recorder


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    """Let an input method show ``preedit`` or commit text."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def test_search_waits_for_committed_text(qtbot: QtBot) -> None:
    field, heard = SearchField("姓名"), Recorder()
    qtbot.addWidget(field)
    field.searched.connect(heard)
    compose(field, "yun'zhi")
    qtbot.wait(150)
    assert heard.calls == []
    compose(field, "", "云知")
    qtbot.waitUntil(lambda: heard.calls == [("云知",)])


def test_search_says_a_text_once_and_at_once_on_enter(qtbot: QtBot) -> None:
    field, heard = SearchField("姓名"), Recorder()
    qtbot.addWidget(field)
    field.searched.connect(heard)
    qtbot.keyClicks(field, "ab")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.calls == [("ab",)]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert heard.calls == [("ab",), ("",)]
    qtbot.wait(150)
    assert len(heard.calls) == 2


def test_a_locked_field_cannot_be_typed_into(qtbot: QtBot) -> None:
    field = LineEdit("30 天", name="保留")
    qtbot.addWidget(field)
    field.set_locked("由管理员设定：30 天")
    qtbot.keyClicks(field, "9")
    assert field.text() == "30 天"
    assert field.accessibleDescription() == "由管理员设定：30 天"
    field.set_locked("")
    qtbot.keyClicks(field, "9")
    assert field.text() == "30 天9"


def test_a_bad_field_has_a_red_border(qtbot: QtBot) -> None:
    field = LineEdit("2016-03")
    qtbot.addWidget(field)
    field.show()
    field.set_bad(True)
    image = field.grab().toImage()
    assert image.pixelColor(field.width() // 2, 0) == theme.color("red")
    field.set_bad(False)
    image = field.grab().toImage()
    assert image.pixelColor(field.width() // 2, 0) == theme.color("line2")


def test_tab_leaves_a_text_field(qtbot: QtBot) -> None:
    edit, after = TextEdit(name="意见", rows=2), LineEdit(name="姓名")
    form = vbox(edit, after)
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.toPlainText() == ""
    assert after.hasFocus()
    assert edit.minimumHeight() > 2 * edit.fontMetrics().lineSpacing()


def test_a_combo_keeps_its_choice_and_speaks_only_for_the_officer(qtbot: QtBot) -> None:
    combo, heard = ComboBox([("a", "须改"), ("b", "建议")], name="程度"), Recorder()
    qtbot.addWidget(combo)
    combo.currentIndexChanged.connect(heard)
    assert combo.choose("b")
    combo.set_choices([("b", "建议"), ("c", "提醒")])
    assert combo.chosen() == "b"
    assert not combo.choose("gone")
    assert heard.calls == []
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.chosen() == "c"
    assert heard.calls == [(1,)]


def test_the_wheel_edits_no_combo_that_lacks_the_focus(qtbot: QtBot) -> None:
    combo = ComboBox([("a", "须改"), ("b", "建议")], name="程度")
    qtbot.addWidget(combo)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, wheel)
    assert combo.chosen() == "a"


def test_a_locked_combo_stays(qtbot: QtBot) -> None:
    combo = ComboBox([("a", "30 天"), ("b", "60 天")], name="保留")
    qtbot.addWidget(combo)
    combo.set_locked("由管理员设定：30 天")
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.chosen() == "a"
    assert combo.toolTip() == "由管理员设定：30 天"


def test_a_check_box_is_hit_all_over_and_tells_its_count(qtbot: QtBot) -> None:
    box = CheckBox("副高", "9")
    qtbot.addWidget(box)
    box.resize(200, 24)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(190, 12))
    assert box.isChecked()
    assert box.accessibleName() == "副高 9"
    box.set_count("")
    assert box.accessibleName() == "副高"
