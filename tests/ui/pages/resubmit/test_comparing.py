"""A case that came back, read against its former version: by keys, over a real office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.operations.former_comments import RESOLVED
from app.operations.workspace import Workspace
from app.ui.pages.resubmit.files import FileFate, file_choices
from app.ui.pages.resubmit.pane import ResubmitPane
from app.ui.pages.resubmit.threads import Verdict
from app.ui.pages.review import ReviewPage
from app.ui.widgets import EmptyState
from app.viewers.compare.modes import CompareMode
from app.viewers.compare.pages import PageFate
from tests.operations.office import Office, submitted
from tests.ui.clipping import still_clipped
from tests.ui.desk import Desk, pause, wait_for
from tests.ui.pages.resubmit.came_back import ASKED, came_back, opened, with_files
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

pytestmark = pytest.mark.expect_log("app.sync.transfer")  # other files are not on the server


def press(page: ReviewPage, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or page
    QTest.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)


def pane_of(page: ReviewPage) -> ResubmitPane:
    pane = page.comparing.pane
    assert pane is not None
    return pane


@pytest.fixture
def shown(prepared: Prepared, drawing_desk: MakeDesk) -> ReviewPage:
    """The comparison of the papers of A1, opened by one key."""
    page = opened(drawing_desk(with_files(prepared(came_back))))
    press(page, Qt.Key.Key_B, ALT)
    wait_for(lambda: page.comparing.is_open)
    return page


def draft(page: ReviewPage) -> dict[str, str]:
    assert page.case is not None
    return dict(page.case.draft.answered)


def test_alt_b_shows_both_versions_of_the_file_and_what_became_of_the_return(
    shown: ReviewPage,
) -> None:
    pane = pane_of(shown)
    verdicts = {one.module: one.verdict for one in pane.rows if one.verdict is not Verdict.SAME}
    assert verdicts == {"papers": Verdict.CHANGED, "achievements": Verdict.LEFT}
    pair = pane.scans.current
    assert pair is not None
    assert pair.fate is FileFate.REPLACED
    view = pane.scans.view
    wait_for(lambda: view.pairs_known and not view.waits, 60)
    fates = [one.fate for one in view.pairs]
    assert fates == [PageFate.SAME, PageFate.CHANGED, PageFate.INSERTED]
    found: list[object] = []
    view.compared.connect(found.append)
    press(shown, Qt.Key.Key_F8)
    assert (view.left.view.page, view.right.view.page) == (1, 1)
    wait_for(lambda: found, 60)
    assert view.link.on
    press(shown, Qt.Key.Key_B, ALT)
    assert view.mode is CompareMode.OVERLAY
    press(shown, Qt.Key.Key_Escape)
    assert not shown.comparing.is_open
    assert shown.scan.isVisible()
    assert view.kept_bytes == 0


def test_a_former_comment_is_raised_again_taken_back_and_resolved(shown: ReviewPage) -> None:
    press(shown, Qt.Key.Key_F9)
    case = shown.case
    assert case is not None
    (comment,) = case.draft.comments
    assert (comment.text, comment.module) == (ASKED[0], "papers")
    former = pane_of(shown).rows[0].comments[0]
    assert comment.comment_id != former.comment_id
    assert draft(shown) == {former.comment_id: comment.comment_id}
    shown.comparing.reopen()
    assert draft(shown) == {}
    assert shown.case is not None
    assert shown.case.draft.comments == []
    press(shown, Qt.Key.Key_F9, SHIFT)
    assert draft(shown) == {former.comment_id: RESOLVED}
    wait_for(lambda: shown.work.all_saved)
    kept = shown.comparing._session.workspace.queries.case("A1").draft
    assert kept.answered == {former.comment_id: RESOLVED}
    press(shown, Qt.Key.Key_F9)  # it waits for no answer any more
    assert shown.case is not None
    assert shown.case.draft.comments == []
    press(shown, Qt.Key.Key_F7)
    assert pane_of(shown).module == shown.place.module == "achievements"
    press(shown, Qt.Key.Key_F7)
    assert pane_of(shown).module == "papers"


def test_a_missing_former_file_is_offered_and_then_any_two_can_be_compared(
    prepared: Prepared, drawing_desk: MakeDesk
) -> None:
    place = drawing_desk(prepared(came_back))
    page = opened(place)
    page.comparing.open_here()
    states = pane_of(page).scans.findChildren(EmptyState)
    assert any("不在本机" in one.accessibleName() for one in states)
    page.acts.download()
    assert place.ws.sync is not None
    wait_for(lambda: place.ws.cache.wanted_totals()[0] > 0)
    place.ws.sync.downloads_done().result(30)
    place.session.casesChanged.emit(frozenset({"A1"}))  # as the engine says it
    view = pane_of(page).scans.view
    wait_for(lambda: view.left.view.page_count and view.right.view.page_count, 60)
    page.comparing.close()
    case = page.case
    assert case is not None
    assert case.previous is not None
    choices = file_choices(case, "a-new-toc")
    assert len(choices) == len(case.version.attachments) - 1 + len(case.previous.attachments)
    former = next(one for one in choices if one.pair.old is not None
                  and one.pair.old.slot == "toc" and one.badges[0] == "第 1 版")  # fmt: skip
    page.comparing.open_files(former.pair, former.badges)
    wait_for(lambda: view.pairs_known and not view.waits, 60)
    assert not pane_of(page).list.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert not page.comparing.is_open


def test_a_first_version_has_nothing_to_compare_with(
    office: Office, drawing_desk: MakeDesk
) -> None:
    office.submit(submitted("A1"))
    page = opened(drawing_desk(office.handler_with("A1")))
    registry = page._window.commands
    assert registry.reason("review.compare") == "这是第 1 版，没有上一版可比"
    assert not registry.trigger("review.compare")
    assert not page.comparing.is_open


def test_narrow_windows_show_one_scan_and_flip_in_place(
    prepared: Prepared, drawing_desk: MakeDesk
) -> None:
    page = opened(drawing_desk(with_files(prepared(came_back))), (1280, 640))
    press(page, Qt.Key.Key_B, ALT)
    view = pane_of(page).scans.view
    assert view.mode is CompareMode.FLIP
    before = view.left.isVisible()
    press(page, Qt.Key.Key_B, ALT)
    assert view.left.isVisible() is not before
    pause(0.1)
    assert still_clipped(pane_of(page)) == []
