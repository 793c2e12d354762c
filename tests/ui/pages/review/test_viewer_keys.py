"""The viewer's tools as commands of the review page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.operations.workspace import Workspace
from app.ui.pages.review import ReviewPage
from tests.ui.desk import Desk, wait_for
from tests.ui.pages.review.test_damaged_files import shown
from tests.ui.prepared import Prepared

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(prepared: Prepared, desk: Callable[[Workspace], Desk]) -> ReviewPage:
    """The review page with a file on its scan pane, in an active window."""
    page, _ = shown(prepared, desk)
    wait_for(page.scan.view.isVisible)
    page.window().activateWindow()
    wait_for(page.window().isActiveWindow)
    return page


def test_no_key_means_two_things(prepared: Prepared, desk: Callable[[Workspace], Desk]) -> None:
    page = opened(prepared, desk)
    assert page._window.commands.clashes() == []


def test_every_tool_is_a_command_and_figures_have_no_key(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page = opened(prepared, desk)
    commands = page._window.commands
    for action in page.scan.tools.actions():
        assert commands.has(f"review.{action.name}")
    assert commands.key("review.figures") == "", "for whoever looks for it in the palette"
    labels = " ".join(commands.label(c.id) for c in commands.commands("review.scan"))
    assert "复制选中的文字" in labels


def test_the_search_row_takes_escape_before_the_page_does(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page = opened(prepared, desk)
    left: list[bool] = []
    page.closed.connect(lambda: left.append(True))
    page.scan.tools.open_search()
    bar = page.scan.tools.bar
    assert bar.isVisible()
    wait_for(bar.field.hasFocus)
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert left == []
    assert page._window.current == "review"


def test_copy_in_the_comment_box_is_the_texts(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page = opened(prepared, desk)
    editor = page.sheet.composer.editor
    editor.setFocus()
    wait_for(editor.hasFocus)
    QTest.keyClicks(editor, "abc")
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "abc"
    page.left()


def test_over_the_scan_the_status_bar_tells_the_viewers_keys(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page = opened(prepared, desk)
    page.sheet.fields.setFocus()
    wait_for(page.sheet.fields.isVisible)
    assert ("F9", "转为意见") in page.hints()
    page.scan.view.setFocus()
    wait_for(page.scan.view.canvas.hasFocus)
    assert ("Alt+M", "放大镜") in page.hints()


def test_a_tool_without_a_page_says_why(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page = opened(prepared, desk)
    refused: list[str] = []
    page._window.commands.refused.connect(lambda _id, why: refused.append(why))
    assert not page._window.commands.trigger("review.magnifier")
    assert refused == ["没有打开的页面"]
