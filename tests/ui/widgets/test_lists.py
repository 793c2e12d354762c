"""Tabs, views, filters, modules: by id, by keyboard, without signals for the program's own acts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.widgets import (
    CheckBox,
    FilterGroup,
    FilterItem,
    FilterList,
    ModuleItem,
    ModuleList,
    NavItem,
    NavList,
    Tab,
    TabStrip,
)
from tests.ui.conftest import Recorder

MODULES = [
    ModuleItem("setup", "0", "申报设置", "done"),
    ModuleItem("papers", "5", "论文、著作", "seen", {"WARN": 1, "ERROR": 2}, 1),
    ModuleItem("none", "10", "（来源文件未载明）", "none", placeholder=True),
]


def test_tabs_go_by_id(qtbot: QtBot) -> None:
    tabs, chosen = TabStrip([Tab("todo", "待我处理", 46), Tab("mine", "我已签收", 11)]), Recorder()
    qtbot.addWidget(tabs)
    tabs.chosen.connect(chosen)
    tabs.set_current("mine")
    assert chosen.calls == []
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(0).center())
    assert chosen.calls == [("todo",)]
    assert tabs.accessibleTabName(0) == "待我处理 46"


def test_new_tabs_keep_the_current_one(qtbot: QtBot) -> None:
    tabs, chosen = TabStrip([Tab("a", "目录"), Tab("b", "版权页", "缺", alert=True)]), Recorder()
    qtbot.addWidget(tabs)
    tabs.chosen.connect(chosen)
    tabs.set_current("b")
    tabs.set_tabs([Tab("c", "封面"), Tab("b", "版权页", 1)])
    assert tabs.current() == "b"
    width = tabs.tabSizeHint(0).width()
    tabs.set_counts({"c": 1234})
    assert tabs.tabSizeHint(0).width() > width
    assert chosen.calls == []


def test_a_tab_is_wide_enough_for_bold(qtbot: QtBot) -> None:
    tabs = TabStrip([Tab("a", "待我处理", 46), Tab("b", "待签收", 28)])
    qtbot.addWidget(tabs)
    widths = [tabs.tabSizeHint(i).width() for i in range(2)]
    tabs.set_current("b")
    assert [tabs.tabSizeHint(i).width() for i in range(2)] == widths


def test_views_skip_their_headings(qtbot: QtBot) -> None:
    items = [
        NavItem("", "视图"),
        NavItem("todo", "待我处理"),
        NavItem("", "提醒"),
        NavItem("late", "滞留"),
    ]
    views, chosen = NavList(items), Recorder()
    qtbot.addWidget(views)
    views.show()
    views.chosen.connect(chosen)
    views.set_current("todo")
    assert chosen.calls == []
    qtbot.keyClick(views, Qt.Key.Key_Down)
    assert chosen.calls == [("late",)]
    views.set_items([NavItem("", "视图"), NavItem("late", "滞留", count="4")])
    assert views.current() == "late"
    assert len(chosen.calls) == 1


def test_filters_tell_the_whole_selection(qtbot: QtBot) -> None:
    groups = [
        FilterGroup("level", "级别", [FilterItem("a", "副高", "9"), FilterItem("b", "中级")]),
        FilterGroup("local", "本机", [FilterItem("c", "已缓存")]),
    ]
    filters, changed = FilterList(groups), Recorder()
    qtbot.addWidget(filters)
    filters.changed.connect(changed)
    filters.set_selection({"level": frozenset({"b"})})
    assert changed.calls == []
    box = next(b for b in filters.findChildren(CheckBox) if b.text() == "已缓存")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert changed.last == ({"level": frozenset({"b"}), "local": frozenset({"c"})},)
    filters.set_groups(groups[:1])
    assert filters.selection() == {"level": frozenset({"b"})}
    filters.set_counts({"level": {"a": "12"}})
    boxes = [b for b in filters.findChildren(CheckBox) if b.isVisibleTo(filters)]
    assert [b.accessibleName() for b in boxes] == ["副高 12", "中级"]


def test_modules_are_walked_and_told(qtbot: QtBot) -> None:
    modules, chosen, opened = ModuleList(), Recorder(), Recorder()
    qtbot.addWidget(modules)
    modules.set_items(MODULES)
    modules.show()
    modules.chosen.connect(chosen)
    modules.opened.connect(opened)
    modules.set_current("setup")
    assert chosen.calls == []
    qtbot.keyClick(modules, Qt.Key.Key_Down)
    assert chosen.calls == [("papers",)]
    index = modules.currentIndex()
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "5 论文、著作，看过，须改 2，提醒 1，意见 1 条"
    assert not modules.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_modules_shrink_to_a_strip(qtbot: QtBot) -> None:
    modules = ModuleList()
    qtbot.addWidget(modules)
    modules.set_items(MODULES)
    modules.set_compact(True)
    assert modules.width() == 44
    assert modules.sizeHintForRow(0) == 30
    modules.set_compact(False)
    assert modules.width() == 224
    assert modules.sizeHintForRow(0) == 32


def test_new_counts_keep_the_current_module(qtbot: QtBot) -> None:
    modules, chosen = ModuleList(), Recorder()
    qtbot.addWidget(modules)
    modules.set_items(MODULES)
    modules.set_current("papers")
    modules.chosen.connect(chosen)
    modules.set_items([ModuleItem("papers", "5", "论文、著作", "done"), *MODULES])
    assert modules.current() == "papers"
    assert chosen.calls == []
