"""A comment is signalled as the officer commits it, and never lost or invented."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.widgets import Button, Composer, Label
from tests.ui.conftest import Recorder
from tests.ui.widgets.test_inputs import compose


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer()
    qtbot.addWidget(made)
    made.set_severities([("MUST_FIX", "须改"), ("ADVICE", "建议")], "MUST_FIX")
    made.set_places([("a", "论文 2 · 发表时间"), ("b", "论文 2 · 附件")], "b")
    made.resize(584, 160)
    made.show()
    return made


def words(composer: Composer) -> list[str]:
    labels = composer.findChildren(Label)
    return [label.plain_text() for label in labels if label.isVisible() and label.plain_text()]


def test_typed_text_is_signalled(composer: Composer, qtbot: QtBot) -> None:
    heard = Recorder()
    composer.textEdited.connect(heard)
    qtbot.keyClicks(composer.editor, "ab")
    assert heard.calls == [("a",), ("ab",)]


def test_composed_text_is_signalled_only_when_committed(composer: Composer) -> None:
    heard = Recorder()
    composer.textEdited.connect(heard)
    composer.set_text("请")
    for preedit in ("b", "bu", "bu'qi"):
        compose(composer.editor, preedit)
    assert heard.calls == []
    assert composer.text() == "请"
    compose(composer.editor, "", "补齐")
    assert heard.calls == [("请补齐",)]


def test_a_text_put_in_is_not_an_edit(composer: Composer) -> None:
    heard = Recorder()
    composer.textEdited.connect(heard)
    composer.set_text("缺少版权页")
    composer.set_text("缺少版权页")
    assert heard.calls == []
    assert "5 字" in words(composer)


def test_an_inserted_snippet_is_an_edit_that_can_be_undone(
    composer: Composer, qtbot: QtBot
) -> None:
    heard = Recorder()
    composer.set_text("已核。")
    composer.textEdited.connect(heard)
    composer.insert_text("请补齐。")
    assert heard.calls == [("已核。请补齐。",)]
    qtbot.keyClick(composer.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.text() == "已核。"


def test_choices_are_by_id(composer: Composer) -> None:
    heard = Recorder()
    composer.severityChanged.connect(heard)
    assert (composer.severity(), composer.place()) == ("MUST_FIX", "b")
    composer.choose(severity="ADVICE", place="a")
    assert (composer.severity(), composer.place()) == ("ADVICE", "a")
    assert heard.calls == []


def test_it_says_whether_the_text_is_safe(composer: Composer) -> None:
    composer.set_origin("由 R071 带出")
    composer.set_saved("saving")
    assert "由 R071 带出 · 正在保存…" in words(composer)
    composer.set_saved("saved", "10:24:05")
    assert "由 R071 带出 · 草稿已保存 10:24:05" in words(composer)
    composer.set_warning("太短：写明事实与改法")
    assert "太短：写明事实与改法" in words(composer)
    composer.set_warning("")
    assert "由 R071 带出 · 草稿已保存 10:24:05" in words(composer)


def test_compact_has_two_lines_and_still_says_saved(composer: Composer) -> None:
    high = composer.sizeHint().height()
    composer.set_keys(anchor="Ctrl+G", library="F4", add="Ctrl+Enter")
    composer.set_saved("saved", "10:24:05")
    composer.set_compact(True)
    assert composer.sizeHint().height() < high
    assert "已保存" in words(composer)
    add = next(b for b in composer.findChildren(Button) if b.text() == "加入意见")
    assert add.key == ""
    assert "Ctrl+Enter" in add.toolTip()
    composer.set_compact(False)
    assert composer.sizeHint().height() == high


def test_a_blocked_comment_says_why(composer: Composer, qtbot: QtBot) -> None:
    heard = Recorder()
    composer.addRequested.connect(heard)
    composer.set_blocked("签收已失效")
    add = next(b for b in composer.findChildren(Button) if b.text() == "加入意见")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert heard.calls == []
    composer.set_blocked("")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert heard.calls == [()]
