"""Tables: current row, ticks, groups, kept columns, sentences, and a hundred thousand rows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.ui.shell import UiState
from app.ui.theme import theme
from app.ui.widgets import BadgeSpec
from app.ui.widgets.items import Index, row_rect
from app.ui.widgets.tables import (
    BadgeCell,
    Cell,
    CellDelegate,
    CellModel,
    CheckCell,
    Column,
    CountdownCell,
    GroupHead,
    ProgressCell,
    RowInfo,
    SeverityCell,
    TableView,
    TextCell,
    cell_sentence,
)
from tests.ui.conftest import Recorder

NOW = datetime(2026, 10, 9, 10, 24, tzinfo=timezone(timedelta(hours=8)))
COLUMNS = (
    Column("tick", "", 40, hideable=False),
    Column("name", "姓名", 80, hideable=False, sortable=True),
    Column("unit", "工作单位", 160, stretch=True),
    Column("left", "剩余", 120),
)


class Rows(CellModel):
    """Rows with a head of a group at 0."""

    def __init__(self, count: int) -> None:
        super().__init__(COLUMNS)
        self.count = count
        self.ticked: set[int] = set()
        self.asked = 0
        self.heads = [0]

    def line_count(self) -> int:
        return self.count

    def group_rows(self) -> list[int]:
        return self.heads

    def info_at(self, line: int) -> RowInfo:
        if line == 0:
            return RowInfo(group=GroupHead("今天 18:00 截止", "12 件", "red"))
        return RowInfo(ticked=line in self.ticked)

    def cell_at(self, line: int, column: int) -> Cell | None:
        self.asked += 1
        cells: tuple[Cell, ...] = (
            CheckCell(),
            TextCell(f"云知秋{line}", bold=True),
            TextCell("示例市政工程集团有限公司第三分公司项目部"),
            CountdownCell(NOW + timedelta(hours=7)),
        )
        return cells[column] if line else None


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    made = TableView(COLUMNS, name="申报")
    qtbot.addWidget(made)
    model = Rows(30)
    model.setParent(made)
    made.set_clock(lambda: NOW)
    made.setModel(model)
    made.resize(420, 400)
    made.show()
    return made


def at(view: TableView, row: int, column: int) -> QPoint:
    return view.visualRect(view.model().index(row, column)).center()


def test_rows_have_the_heights_of_the_guide(view: TableView) -> None:
    assert [view.rowHeight(row) for row in (0, 1, 2)] == [28, 36, 36]
    theme.set_percent(130)
    assert [view.rowHeight(row) for row in (0, 1)] == [36, 47]


def test_heads_that_move_leave_no_low_row_behind(view: TableView) -> None:
    model = view.model()
    assert isinstance(model, Rows)
    for heads in ([0, 3], [0, 5], [2]):
        model.beginResetModel()
        model.heads = heads
        model.endResetModel()
        low = [row for row in range(8) if view.rowHeight(row) == 28]
        assert low == heads


def test_a_click_makes_a_row_current_and_enter_opens_it(view: TableView, qtbot: QtBot) -> None:
    current, opened = Recorder(), Recorder()
    view.currentRowChanged.connect(current)
    view.opened.connect(opened)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 2, 1))
    assert view.current_row() == 2
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert current.calls == [(2,), (3,)]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.last[0].row() == 3


def test_ticks_by_box_by_space_and_by_range(view: TableView, qtbot: QtBot) -> None:
    ticked, extended = Recorder(), Recorder()
    view.tickToggled.connect(ticked)
    view.ticksExtended.connect(extended)
    viewport = view.viewport()
    before = view.current_row()
    box = QPoint(20, at(view, 2, 0).y())
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box)
    assert view.current_row() == before
    lower = QPoint(20, at(view, 5, 0).y())
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, shift, lower)
    view.set_current_row(4)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert ticked.calls == [(2,), (4,)]
    assert extended.calls == [(2, 5)]


def test_a_group_head_is_toggled_not_opened(view: TableView, qtbot: QtBot) -> None:
    toggled, opened = Recorder(), Recorder()
    view.groupToggled.connect(toggled)
    view.opened.connect(opened)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 0, 2))
    view.set_current_row(0)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert toggled.calls == [(0,), (0,)]
    assert opened.calls == []


def test_the_head_of_a_group_runs_through_all_columns(view: TableView) -> None:
    image = view.viewport().grab().toImage()
    red = {
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) == theme.color("red") for y in range(28))
    }
    assert min(red) < 80 < max(red)  # begins in the first column and goes on in the second


def test_the_current_row_is_tinted_with_a_bar(view: TableView) -> None:
    view.set_current_row(2)
    image = view.viewport().grab().toImage()
    y = at(view, 2, 0).y() - 12
    assert image.pixelColor(1, y) == theme.color("accent_text")
    assert image.pixelColor(300, y) == theme.color("selected")
    assert image.pixelColor(300, y + 36) == theme.color("panel")


def test_letters_are_no_search(view: TableView, qtbot: QtBot) -> None:
    view.set_current_row(1)
    qtbot.keyClicks(view, "yun")
    assert view.current_row() == 1
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_cut_cell_tells_its_words(view: TableView) -> None:
    delegate = view.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    model = view.model()
    cut, whole = model.index(1, 2), model.index(1, 1)
    tip = delegate.tip(cut, row_rect_of(view, cut))
    assert tip == "示例市政工程集团有限公司第三分公司项目部"
    assert delegate.tip(whole, row_rect_of(view, whole)) == ""


def row_rect_of(view: TableView, index: Index) -> Any:
    option = QStyleOptionViewItem()
    option.rect = view.visualRect(index)
    return row_rect(option)


def test_columns_are_kept_by_id(view: TableView, qtbot: QtBot) -> None:
    state = UiState()
    view.keep_header(state, "queue")
    header = view.header
    header.resizeSection(1, 133)
    header.moveSection(3, 1)
    header.setSectionHidden(3, True)
    qtbot.waitUntil(lambda: bool(state.get("header.queue", [])))
    qtbot.wait(450)
    again = TableView(COLUMNS)
    qtbot.addWidget(again)
    model = Rows(3)
    model.setParent(again)
    again.setModel(model)
    again.keep_header(state, "queue")
    assert again.columnWidth(1) == 133
    assert again.header.visualIndex(3) == 1
    assert again.isColumnHidden(3)


@pytest.mark.parametrize(
    "kept",
    [
        "x",
        [1, None],
        [{"id": "gone", "width": 9}],
        [{"id": "name", "width": -5, "hidden": True}, {"id": "name"}, {}],
        [{"id": "left", "width": "wide"}],
    ],
)
def test_broken_columns_fall_back(view: TableView, kept: Any) -> None:
    view.header.restore(kept)
    assert view.columnWidth(1) == 80
    assert not view.isColumnHidden(1)
    assert view.columnWidth(3) == 120


def test_the_menu_hides_what_may_be_hidden(view: TableView) -> None:
    menu = view.header.column_menu()
    actions = {action.text(): action for action in menu.actions()}
    assert set(actions) == {"工作单位", "剩余"}
    actions["剩余"].setChecked(False)
    assert view.isColumnHidden(3)


def test_sorting_is_asked_for_where_it_can_be_done(view: TableView, qtbot: QtBot) -> None:
    asked = Recorder()
    view.header.sortRequested.connect(asked)
    view.header.sectionClicked.emit(1)
    view.header.sectionClicked.emit(2)
    assert asked.calls == [("name",)]


def test_cells_are_read_as_sentences() -> None:
    cells = [
        ("预检", SeverityCell({"BLOCK": 1, "ERROR": 3}), "预检：拦截 1，须改 3"),
        ("预检", SeverityCell({}), "预检：无问题"),
        ("预检", SeverityCell(None), ""),
        ("本机", BadgeCell([BadgeSpec("未确认", "amber")]), "本机：未确认"),
        ("剩余", CountdownCell(NOW + timedelta(hours=7)), "剩余：剩 7 小时"),
        ("下载", ProgressCell(0.5), "下载：50.0%"),
        ("", CheckCell(Qt.CheckState.Checked), "已选"),
        ("职称", TextCell("高级工程师", tail="副高"), "职称：高级工程师 副高"),
        ("空", None, ""),
    ]
    assert [cell_sentence(head, cell, NOW) for head, cell, _ in cells] == [c[2] for c in cells]


def test_a_hundred_thousand_rows_ask_only_for_what_is_seen(qtbot: QtBot) -> None:
    view = TableView(COLUMNS)
    qtbot.addWidget(view)
    view.resize(600, 400)
    model = Rows(100_000)
    model.setParent(view)
    view.setModel(model)
    view.show()
    view.viewport().grab()
    assert 0 < model.asked < 2_000
