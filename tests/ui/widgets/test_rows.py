"""Fields, findings, comments, differences, steps, history: in place, by keyboard, in words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import theme
from app.ui.widgets import (
    BadgeSpec,
    Button,
    CardAction,
    CommentCard,
    CommentSpec,
    DiffRow,
    DiffSpec,
    FieldFinding,
    FieldRow,
    FieldSpec,
    FindingCard,
    FindingSpec,
    Step,
    Stepper,
    Timeline,
    TimelineItem,
    severity_badge,
    vbox,
)
from tests.ui.conftest import Recorder

LATE = FieldFinding("red", "早于现职称授予时间 2017-11-20", "R071")
DATE = FieldSpec("发表时间", "2016-03", "目录 p1", "bad", "手工", LATE)


def test_a_field_is_read_as_one_sentence(qtbot: QtBot) -> None:
    row = FieldRow(DATE)
    qtbot.addWidget(row)
    told = "发表时间：2016-03，目录 p1，手工，早于现职称授予时间 2017-11-20 R071"
    assert row.accessibleName() == told


def test_enter_and_the_anchor_jump_to_the_scan(qtbot: QtBot) -> None:
    row, jumped, chosen = FieldRow(DATE), Recorder(), Recorder()
    qtbot.addWidget(row)
    row.resize(560, row.heightForWidth(560))
    row.activated.connect(jumped)
    row.chosen.connect(chosen)
    row.show()
    row.activateWindow()
    qtbot.waitUntil(row.isActiveWindow)
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert len(jumped.calls) == 1
    anchor = 560 - 12 - 56 - 8 - 92 + 10
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(anchor, 12))
    assert len(jumped.calls) == 2
    assert chosen.calls


def test_a_finding_adds_a_line_and_a_bar(qtbot: QtBot) -> None:
    row = FieldRow(DATE)
    qtbot.addWidget(row)
    with_finding = row.heightForWidth(560)
    image = row.grab().toImage()
    assert image.pixelColor(1, 10) == theme.color("red")
    row.set_spec(FieldSpec("刊号", "CN 99-1016/TU"))
    assert with_finding - row.heightForWidth(560) == 20
    assert row.grab().toImage().pixelColor(1, 10) != theme.color("red")


def test_the_current_field_is_lit(qtbot: QtBot) -> None:
    row = FieldRow(FieldSpec("刊号", "CN"))
    qtbot.addWidget(row)
    row.resize(500, 30)
    row.set_current(True)
    image = row.grab().toImage()
    assert image.pixelColor(1, 10) == theme.color("accent_text")
    assert image.pixelColor(8, 3) == theme.color("selected")


def test_a_long_value_is_cut_with_a_tip_or_broken_into_lines(qtbot: QtBot) -> None:
    long = "大跨度钢桁架整体提升施工的变形控制与监测技术研究及其在示例工程中的应用"
    row = FieldRow(FieldSpec("题名", long))
    qtbot.addWidget(row)
    row.resize(400, 30)
    row.show()
    assert row.toolTip() == long
    height = row.heightForWidth(400)
    row.set_spec(FieldSpec("题名", long, multiline=True))
    assert row.heightForWidth(400) > height
    assert row.toolTip() == ""


def test_copy_takes_what_is_shown(qtbot: QtBot) -> None:
    row = FieldRow(FieldSpec("身份证号", "999***********0014", revealable=True))
    qtbot.addWidget(row)
    qtbot.keyClick(row, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "999***********0014"


def test_the_eye_asks_to_reveal(qtbot: QtBot) -> None:
    row, asked = FieldRow(FieldSpec("身份证号", "999***********0014", revealable=True)), Recorder()
    qtbot.addWidget(row)
    row.revealRequested.connect(asked)
    row.resize(560, 30)
    row.show()
    eye = row.findChild(Button)
    assert isinstance(eye, Button)
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert asked.calls == [()]
    row.set_spec(FieldSpec("姓名", "云知秋"))
    assert not eye.isVisible()


def test_a_finding_card_opens_when_current(qtbot: QtBot) -> None:
    spec = FindingSpec(
        severity_badge("ERROR"),
        "论文 2 发表时间早于现职称授予时间",
        "发表 2016-03 ＜ 授予 2017-11-20",
        "《填写注意事项》二、5（1）",
        rule="R071",
        actions=[CardAction("note", "转为意见", "F9"), CardAction("waive", "申请放行")],
    )
    card, acted, chosen = FindingCard(spec), Recorder(), Recorder()
    card.action.connect(acted)
    card.chosen.connect(chosen)
    column = vbox(card, None)
    qtbot.addWidget(column)
    column.resize(560, 400)
    column.show()
    folded = card.height()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(200, 10))
    assert chosen.calls
    card.set_current(True)
    qtbot.waitUntil(lambda: card.height() > folded + 40)
    note = next(b for b in card.findChildren(Button) if b.text() == "转为意见")
    qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert acted.calls == [("note",)]
    card.set_current(False)
    qtbot.waitUntil(lambda: card.height() == folded)
    assert not note.isVisible()


def test_a_blocked_action_of_a_card_says_why(qtbot: QtBot) -> None:
    action = CardAction("waive", "申请放行", blocked="拦截项不能放行")
    card, acted = (
        FindingCard(FindingSpec(severity_badge("BLOCK"), "t", actions=[action])),
        Recorder(),
    )
    qtbot.addWidget(card)
    card.action.connect(acted)
    card.set_current(True)
    card.show()
    button = card.findChild(Button)
    assert isinstance(button, Button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acted.calls == []
    assert button.toolTip() == "拦截项不能放行"


def test_a_comment_offers_edit_and_delete_to_its_author(qtbot: QtBot) -> None:
    badge = BadgeSpec("须改", "red", "line")
    card, edited, deleted, located = (
        CommentCard(
            CommentSpec(badge, "论文 2 · 附件", "缺少版权页", "上传版权页", "目录 p1", "宋")
        ),
        Recorder(),
        Recorder(),
        Recorder(),
    )
    qtbot.addWidget(card)
    card.resize(560, 120)
    card.show()
    card.editRequested.connect(edited)
    card.deleteRequested.connect(deleted)
    card.anchorRequested.connect(located)
    for button in card.findChildren(Button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (edited.calls, deleted.calls, located.calls) == ([()], [()], [()])
    card.set_spec(CommentSpec(badge, "论文 2", "缺少版权页", editable=False))
    assert not any(button.isVisible() for button in card.findChildren(Button))
    assert card.accessibleName() == "须改，论文 2，缺少版权页"


def test_only_changed_characters_are_tinted(qtbot: QtBot) -> None:
    row = DiffRow(DiffSpec("发表时间", [("2014", True), ("-03", False)], None))
    qtbot.addWidget(row)
    row.resize(600, 30)
    image = row.grab().toImage()
    tinted = {
        x
        for x in range(600)
        if any(image.pixelColor(x, y) == theme.color("del_bg") for y in range(30))
    }
    left = 16 + 104
    assert min(tinted) in (left - 1, left)
    assert max(tinted) < left + 40
    assert row.accessibleName() == "发表时间，原 2014-03，现 —"


def test_a_route_is_told_in_words(qtbot: QtBot) -> None:
    route = Stepper([Step("单位", "done"), Step("主管部门", "fail"), Step("市系列", "now")])
    qtbot.addWidget(route)
    assert route.accessibleName() == "单位 已完成，主管部门 退回，市系列 当前"
    width = route.sizeHint().width()
    route.set_steps([Step("单位", "done")])
    assert route.sizeHint().width() < width


def test_a_history_makes_room_for_opinions(qtbot: QtBot) -> None:
    plain = TimelineItem("10-09 09:47", "宋青禾 提请通过", "now")
    line = Timeline([plain])
    qtbot.addWidget(line)
    one = line.heightForWidth(400)
    line.set_items([plain, TimelineItem("09-22 16:05", "陆见深 批准退回", detail="缺版权页" * 30)])
    assert line.heightForWidth(400) > 2 * one + 20
    assert line.heightForWidth(300) > line.heightForWidth(600)
    assert "陆见深 批准退回" in line.accessibleName()
