"""What an officer types stays with its case, and is in the journal within a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from app.store.draft import ReviewDraft
from app.store.errors import StoreFull
from app.store.readmodels import QueueFilter
from app.ui.pages.review import ReviewPage
from app.ui.pages.review.place import at_module
from tests.operations.office import Office, late_paper, submitted
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.prepared import Prepared

MINE = QueueFilter(view="mine")


def claimed(office: Office) -> Workspace:
    """A handler has claimed two cases."""
    office.submit(submitted("A1", 1, **late_paper()), submitted("A2", 2))
    return office.handler_with("A1", "A2")


@pytest.fixture
def reviewed(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> Callable[..., tuple[ReviewPage, Desk]]:
    """Shows the review page of a handler who has claimed two cases, ``A1`` open."""

    def show() -> tuple[ReviewPage, Desk]:
        place = desk(prepared(claimed))
        page: ReviewPage = place.show(
            "review", lambda window: ReviewPage(window, place.session), SIZES[0]
        )
        opened(page, "A1")
        return page, place

    return show


def opened(page: ReviewPage, app_id: str) -> None:
    page.open_case(app_id, MINE)
    wait_for(lambda: page.case is not None and page.case.app_id == app_id)


def typed(page: ReviewPage, text: str) -> None:
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(page.sheet.composer.editor, event)


def stored(desk: Desk, app_id: str, module: str) -> str:
    saved = desk.ws.journal.review(app_id)
    box = saved.draft.composers.get(module) if saved else None
    return box.text if box else ""


def test_typing_is_in_the_journal_within_a_second(reviewed) -> None:
    page, desk = reviewed()
    page.go_module("papers")
    typed(page, "发表时间早于授予时间")
    wait_for(lambda: stored(desk, "A1", "papers") == "发表时间早于授予时间", 1.0)


def test_words_that_the_disk_refuses_are_written_when_it_has_room(reviewed, monkeypatch) -> None:
    """The refusal arrives when another case is open, and typed in as well."""
    page, desk = reviewed()
    page.go_module("papers")
    journal, typed_on = desk.ws.journal, threading.Event()
    save = journal.save_review

    def full(app_id: str, body: ReviewDraft, **who: Any) -> None:
        if app_id == "A1":
            assert typed_on.wait(30)
            monkeypatch.undo()
            raise StoreFull("journal")
        save(app_id, body, **who)

    monkeypatch.setattr(journal, "save_review", full)
    typed(page, "第一件")
    opened(page, "A2")
    page.go_module("papers")
    typed(page, "第二件")
    typed_on.set()
    wait_for(lambda: stored(desk, "A2", "papers") == "第二件")
    wait_for(lambda: stored(desk, "A1", "papers") == "第一件")


def test_words_begun_on_one_case_never_stand_in_the_box_of_another(reviewed) -> None:
    """Modules without entries of their own have the same place in every case."""
    page, desk = reviewed()
    assert page.case is not None
    page.go(at_module(page.case, "setup"))
    typed(page, "评委会选错")
    opened(page, "A2")
    page.go(at_module(page.case, "setup"))
    assert page.sheet.composer.text() == ""
    typed(page, "另一件")
    wait_for(lambda: stored(desk, "A2", "setup") == "另一件")
    assert stored(desk, "A1", "setup") == "评委会选错"
    opened(page, "A1")
    page.go(at_module(page.case, "setup"))
    assert page.sheet.composer.text() == "评委会选错"


def test_words_in_the_box_are_not_overwritten_by_editing_a_comment(reviewed) -> None:
    page, _ = reviewed()
    page.acts.next_finding()
    page.acts.to_comment()
    wait_for(lambda: page.case is not None and page.case.draft.comments)
    typed(page, "还没写完的话")
    page.acts.edit_comment()
    assert page.sheet.composer.text() == "还没写完的话"


def test_leaving_the_page_writes_at_once(reviewed) -> None:
    page, desk = reviewed()
    page.go_module("papers")
    typed(page, "还没到保存的时候")
    page.left()
    pause(0.05)
    wait_for(lambda: stored(desk, "A1", "papers") == "还没到保存的时候", 0.25)


def test_a_finding_becomes_one_comment_however_often_the_key_is_pressed(reviewed) -> None:
    page, _ = reviewed()
    page.acts.next_finding()
    page.acts.to_comment()
    page.acts.to_comment()
    page.acts.to_comment()
    assert page.case is not None
    assert [one.from_rule for one in page.case.draft.comments] == ["R071"]


def test_an_added_comment_can_be_taken_back_and_put_again(reviewed) -> None:
    page, desk = reviewed()
    page.acts.next_finding()
    page.acts.to_comment()
    assert page.case is not None
    assert len(page.case.draft.comments) == 1
    assert desk.session.undo.undo()
    assert page.case.draft.comments == []
    assert desk.session.undo.redo()
    assert len(page.case.draft.comments) == 1
    wait_for(lambda: len(desk.ws.journal.review("A1").draft.comments) == 1)


def test_a_case_opens_again_at_the_words_that_were_begun(reviewed) -> None:
    """Though its first finding is in another module."""
    page, desk = reviewed()
    assert page.place.module == "papers"
    page.go_module("awards")
    typed(page, "还没有写完")
    wait_for(lambda: stored(desk, "A1", "awards") == "还没有写完", 1.0)
    opened(page, "A2")
    opened(page, "A1")
    assert page.place.module == "awards"
    assert page.sheet.composer.text() == "还没有写完"


def test_a_case_read_before_a_change_does_not_take_the_change_back(
    reviewed: Callable[..., tuple[ReviewPage, Desk]],
) -> None:
    """A slow reading that began first may end after what was typed is written."""
    page, place = reviewed()
    page.go_module("papers")
    begun = page.work._unwritten._edits
    late = place.ws.queries.case("A1")
    typed(page, "请更换论文")
    wait_for(lambda: stored(place, "A1", "papers") == "请更换论文" and page.work.all_saved)
    page.work._unwritten._read_at = begun  # whatever was read meanwhile, this reading began before
    page._opened(late)
    assert page.sheet.composer.text() == "请更换论文"
    assert page.case is not None
    assert page.case.draft.composers["papers"].text == "请更换论文"
