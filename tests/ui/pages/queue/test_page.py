"""The queue over a real office: finding, ticking, folding, sorting, keeping views, previewing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from app.ui.i18n import Lang, set_language
from app.ui.pages.queue import QueuePage
from app.ui.theme import theme
from app.ui.widgets import Button, Label
from app.ui.widgets.formats import mask_id
from tests.operations.office import Office, audited, late_paper, submitted
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]
Shown = tuple[QueuePage, Desk]
Show = Callable[..., Shown]
WIDE, COMPACT = SIZES[0], SIZES[2]


def three_cases(office: Office) -> Workspace:
    """Three cases, the second of them mine and with a finding."""
    office.submit(
        submitted("A1", 1),
        submitted("A2", 2, person={"name": "阿依努尔·测试"}, **late_paper()),
        submitted("A3", 3, person={"name": "古丽巴哈尔·测试买买提"}),
    )
    return office.handler_with("A2")


@pytest.fixture
def queue(prepared: Prepared, desk: MakeDesk) -> Show:
    """Shows the three cases."""

    def show(size: tuple[int, int] = WIDE) -> Shown:
        place = desk(prepared(three_cases))
        page: QueuePage = place.show("queue", lambda w: QueuePage(w, place.session), size)
        wait_for(lambda: names(page) != [])
        return page, place

    return show


def names(page: QueuePage) -> list[str]:
    """The names on screen, from top to bottom."""
    rows = [page.model.row_at(line) for line in range(page.model.lines.count)]
    return [row.name for row in rows if row is not None]


def wait_for_names(page: QueuePage, *expected: str) -> None:
    wait_for(lambda: sorted(names(page)) == sorted(expected))


def go(page: QueuePage, app_id: str) -> None:
    """Make a case the current one."""
    line = page.model.line_of(app_id)
    assert line is not None
    page.table.set_current_row(line)


def test_each_key_of_a_search_narrows_the_list_but_not_what_is_still_composed(queue: Show) -> None:
    page, _ = queue()
    field = page.top.search
    field.setFocus()
    composing = QInputMethodEvent("ayinuer", [])
    QApplication.sendEvent(field, composing)
    pause(0.2)
    assert len(names(page)) == 3
    committed = QInputMethodEvent()
    committed.setCommitString("阿依")
    QApplication.sendEvent(field, committed)
    wait_for_names(page, "阿依努尔·测试")
    page.clear_filters()
    wait_for(lambda: len(names(page)) == 3)


def test_space_ticks_and_the_bar_says_what_is_ticked(queue: Show) -> None:
    page, _ = queue()
    go(page, "A1")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert [row.app_id for row in page.model.ticked()] == ["A1"]
    said = [label.plain_text() for label in page.selection.findChildren(Label)]
    assert "已选 1 件" in said
    page.actions_.select_all()
    wait_for(lambda: len(page.model.ticked()) == 3)
    page.actions_.select_all()
    assert page.model.ticked() == []


def test_a_group_folds_and_keeps_its_head(queue: Show) -> None:
    page, _ = queue()
    head = next(iter(page.model.lines.head_lines()))
    before = page.model.lines.count
    page.table.groupToggled.emit(head)
    assert page.model.lines.count < before
    assert page.model.lines.head_at(head) is not None
    page.table.groupToggled.emit(head)
    assert page.model.lines.count == before


def test_a_head_sorts_up_then_down_then_by_deadline_again(queue: Show) -> None:
    page, _ = queue()
    section = next(i for i, one in enumerate(page.table.columns) if one.id == "submitted")
    seen = []
    for _ in range(3):
        page.table.horizontalHeader().sectionClicked.emit(section)
        seen.append((page.filter.sort, page.filter.descending))
        assert page.table.header.sort == seen[-1]
    assert seen == [("submitted", False), ("submitted", True), ("deadline", False)]


def test_every_column_sorts_without_the_mouse(queue: Show) -> None:
    page, place = queue()
    for column in page.table.columns[1:]:
        place.window.commands.trigger(f"queue.sort_{column.id}")
        assert page.table.header.sort == (column.id, False)
    assert not place.window.commands.has("queue.sort_tick")


def test_a_view_is_kept_with_its_filters_and_brings_them_back(queue: Show) -> None:
    page, _ = queue()
    page.side.filtersChanged.emit({"severities": frozenset({"ERROR"})})
    wait_for_names(page, "阿依努尔·测试")
    page.keep_view("有问题的")
    page.clear_filters()
    wait_for(lambda: len(names(page)) == 3)
    page.show_view("saved:有问题的")
    wait_for_names(page, "阿依努尔·测试")
    assert page.side.saved.current() == "saved:有问题的"
    assert page.side.views.current() == ""


def test_only_the_view_in_force_is_marked(queue: Show) -> None:
    page, _ = queue()
    assert page.side.views.current() == "todo"
    page.show_view("mine")  # a tab that the list of views does not have
    assert page.side.views.current() == ""
    assert page.top.tabs.current() == "mine"
    wait_for_names(page, "阿依努尔·测试")


def test_the_preview_shows_an_id_number_only_after_it_was_audited(queue: Show) -> None:
    page, place = queue()
    go(page, "A2")
    number = place.ws.queries.case("A2").version.person.id_number
    hidden = mask_id(number)

    def said() -> str:
        labels = page.preview.findChildren(Label)  # those of a moment ago are hidden, not yet gone
        return "\n".join(label.plain_text() for label in labels if label.isVisible())

    wait_for(lambda: hidden in said())
    assert number not in said()
    buttons = page.preview.findChildren(Button)
    eye = next(one for one in buttons if one.isVisible() and not one.text())
    eye.click()
    wait_for(lambda: number in said())
    assert "REVEAL" in " ".join(audited(place.ws)).upper()
    shown = page.preview.case
    place.session.casesChanged.emit(frozenset({"A2"}))  # a sync touches the case meanwhile
    wait_for(lambda: page.preview.case is not shown)
    wait_for(lambda: number in said() or hidden in said())  # whichever the new labels say
    assert number in said()
    page.preview.hide_number()
    assert number not in said()
    assert hidden in said()
    go(page, "A1")
    wait_for(lambda: "A1" in said())


def test_in_a_narrow_window_the_preview_lies_over_the_table_until_esc(
    queue: Show,
) -> None:
    page, place = queue(COMPACT)
    assert page.preview.isHidden()
    width = page.table.width()
    go(page, "A2")
    page.toggle_preview()
    wait_for(lambda: page.preview.findChildren(Label))
    assert page.preview.isVisible()
    assert page.table.width() == width
    assert page.preview.geometry().right() == page.width() - 1
    pause(0.1)
    assert still_clipped(page) == []
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.preview.isHidden()
    place.window.resize(*WIDE)
    wait_for(page.preview.isVisible)
    assert page.table.geometry().right() <= page.preview.x()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_at_any_size(qapp: QApplication, queue: Show, lang: Lang) -> None:
    set_language(qapp, lang)
    try:
        page, place = queue()
        wait_for(lambda: page.preview.findChildren(Label))
        for percent in (100, 130):
            theme.install(qapp, "light", percent)
            for size in SIZES:
                place.window.resize(*size)
                pause(0.1)
                assert still_clipped(page) == [], (size, percent)
    finally:
        set_language(qapp, "zh_CN")
