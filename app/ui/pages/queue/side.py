"""Views and filters at the left of the queue; menus in narrow windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.store.readmodels import LocalState, QueueCounts, QueueFilter, View
from app.ui.pages.queue.saved import SavedView
from app.ui.pages.scrolling import scrolling
from app.ui.pages.titles import level_words
from app.ui.widgets import (
    Button,
    FilterGroup,
    FilterItem,
    FilterList,
    Label,
    NavItem,
    NavList,
    formats,
)
from app.ui.widgets.vocabulary import SEVERITIES, local_badge, severity_label

_LOCALS = (
    LocalState.CACHED, LocalState.PARTIAL, LocalState.NONE, LocalState.DRAFT, LocalState.QUEUED,
    LocalState.UNCONFIRMED, LocalState.CONFLICT,
)  # fmt: skip
SAVED = "saved:"


def view_items(counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The fixed views with their icons and how many cases each holds."""
    tr = QCoreApplication.translate
    items = [
        NavItem("todo", tr("queue", "待我处理"), "inbox-outline"),
        NavItem("due_today", tr("queue", "今天截止"), "clock-alert-outline"),
        NavItem("flagged", tr("queue", "有拦截或须改"), "close-circle-outline"),
        NavItem("clean", tr("queue", "预检无问题"), "check-circle-outline"),
        NavItem("waiting", tr("queue", "等待复核"), "account-clock-outline"),
        NavItem("onward", tr("queue", "待上报"), "send-outline"),
        NavItem("returned", tr("queue", "我的退回"), "arrow-u-left-top"),
        NavItem("done", tr("queue", "已办结"), "check"),
        NavItem("all", tr("queue", "全部"), "format-list-bulleted"),
    ]  # fmt: skip
    if counts is None:
        return items
    return [replace(item, count=formats.count_text(counts.get(item.id, 0))) for item in items]


def filter_groups() -> list[FilterGroup]:
    """The filters: level, findings, what is on this machine."""
    levels = [FilterItem(code, word) for code, word in level_words()]
    severities = [FilterItem(code, severity_label(code)) for code in SEVERITIES]
    locals_ = [FilterItem(state.value, _local_word(state)) for state in _LOCALS]
    return [
        FilterGroup("levels", QCoreApplication.translate("queue", "申报级别"), levels),
        FilterGroup("severities", QCoreApplication.translate("queue", "预检"), severities),
        FilterGroup("locals", QCoreApplication.translate("queue", "本机"), locals_),
    ]


def with_selection(base: QueueFilter, selection: Mapping[str, Any]) -> QueueFilter:
    """``base`` with the filters that are ticked."""
    return replace(
        base,
        levels=frozenset(selection.get("levels", ())),
        severities=frozenset(selection.get("severities", ())),
        locals=frozenset(LocalState(value) for value in selection.get("locals", ())),
    )


def selection_of(filter_: QueueFilter) -> dict[str, frozenset[str]]:
    """The ticks that a filter stands for."""
    return {
        "levels": filter_.levels,
        "severities": filter_.severities,
        "locals": frozenset(state.value for state in filter_.locals),
    }


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {key: formats.count_text(number) for key, number in counts.items() if number}


def _local_word(state: LocalState) -> str:
    if state is LocalState.PARTIAL:
        return QCoreApplication.translate("queue", "部分缓存")
    return local_badge(state.value).text


def as_view(name: str) -> View:
    """A view by its name; 待我处理 for a name this program does not know."""
    return cast(View, name) if name in get_args(View) else "todo"


class QueueSide(QFrame):
    """Views, saved views and filters in one scrolling column.

    Attributes:
        viewChosen: the id of a view, or ``saved:`` and the name of a saved one.
        filtersChanged: the selection of the filter list.
    """

    viewChosen = Signal(str)
    filtersChanged = Signal(object)
    saveRequested = Signal()
    clearRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "subtle")
        self.setProperty("edge", "r")
        self.views = NavList(view_items())
        self.saved = NavList([])
        self._saved_head = Label(self.tr("已存视图"), 12, tone="text3")
        self.filters = FilterList(filter_groups())
        self._save = Button(self.tr("保存为视图"), "quiet", "small", icon="bookmark-outline")
        self._clear = Button(self.tr("清除"), "quiet", "small")
        self._build()
        self.views.chosen.connect(self.viewChosen)
        self.saved.chosen.connect(self.viewChosen)
        self.filters.changed.connect(self.filtersChanged)
        self._save.clicked.connect(self.saveRequested)
        self._clear.clicked.connect(self.clearRequested)
        self._own: list[NavItem] = []
        self.set_saved([])

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(4)
        self._saved_head.setContentsMargins(12, 8, 12, 0)
        head = Label(self.tr("视图"), 12, tone="text3")
        head.setContentsMargins(12, 0, 12, 0)
        column.addWidget(head)
        column.addWidget(self.views)
        column.addWidget(self._saved_head)
        column.addWidget(self.saved)
        column.addSpacing(8)
        column.addWidget(self.filters)
        row = QFrame()
        buttons = QHBoxLayout(row)
        buttons.setContentsMargins(8, 8, 8, 0)
        buttons.addWidget(self._save)
        buttons.addStretch(1)
        buttons.addWidget(self._clear)
        column.addWidget(row)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(scrolling(column, "subtle"))

    def set_saved(self, views: list[SavedView]) -> None:
        """Show the officer's own views."""
        items = [NavItem(SAVED + view.name, view.name, "bookmark-outline") for view in views]
        self._own = items
        self.saved.set_items(items)
        self.saved.setVisible(bool(items))
        self._saved_head.setVisible(bool(items))

    def saved_views(self) -> list[NavItem]:
        """The officer's own views, for menus."""
        return list(self._own)

    def set_current(self, view: str) -> None:
        """Mark the view in force."""
        self.views.set_current("" if view.startswith(SAVED) else view)
        self.saved.set_current(view if view.startswith(SAVED) else "")

    def set_counts(self, counts: QueueCounts) -> None:
        """Show how many cases each view and filter holds."""
        self.views.set_items(view_items(counts.views))
        self.filters.set_counts(
            {
                "levels": _texts(counts.levels),
                "severities": _texts(counts.severities),
                "locals": _texts({state.value: n for state, n in counts.locals.items()}),
            }
        )
