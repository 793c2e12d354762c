"""Views and filters as menus, for windows without room for a column."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app.ui.pages.queue.side import QueueSide, filter_groups, view_items
from app.ui.theme import theme


def view_menu(parent: QWidget, side: QueueSide, choose: Callable[[str], None]) -> QMenu:
    """All views, the officer's own at the end; built anew each time it opens."""
    menu = QMenu(parent)

    def fill() -> None:
        menu.clear()
        for item in view_items():
            action = menu.addAction(theme.icon(item.icon, "text2"), item.label)
            action.triggered.connect(lambda _checked=False, id_=item.id: choose(id_))
        own = side.saved_views()
        if own:
            menu.addSeparator()
        for view in own:
            action = menu.addAction(theme.icon("bookmark-outline", "text2"), view.label)
            action.triggered.connect(lambda _checked=False, id_=view.id: choose(id_))

    menu.aboutToShow.connect(fill)
    return menu


def filter_menu(parent: QWidget, side: QueueSide) -> QMenu:
    """All filters as ticks; the menu stays in step with the filter list."""
    menu = QMenu(parent)

    def flip(group: str, value: str, checked: bool) -> None:
        selection = dict(side.filters.selection())
        chosen = selection.get(group, frozenset())
        selection[group] = chosen | {value} if checked else chosen - {value}
        side.filters.set_selection(selection)
        side.filtersChanged.emit(side.filters.selection())

    def fill() -> None:
        menu.clear()
        selection = side.filters.selection()
        for group in filter_groups():
            menu.addSection(group.title)
            for item in group.items:
                action = menu.addAction(item.label)
                action.setCheckable(True)
                action.setChecked(item.id in selection.get(group.id, ()))
                action.toggled.connect(
                    lambda on, group_=group.id, value=item.id: flip(group_, value, on)
                )
        menu.addSeparator()
        menu.addAction(side.tr("清除")).triggered.connect(side.clearRequested)

    menu.aboutToShow.connect(fill)
    return menu
