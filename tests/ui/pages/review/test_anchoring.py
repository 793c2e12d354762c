"""Places on scans in the review page: drawn, judged, gone to, taken back, shown to the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from app.domain.anchors import AnchorVerdict, AnchorVisibility
from app.media.client import MediaClient
from app.operations.workspace import Workspace
from app.ui.pages.review import ReviewPage
from app.viewers.zoom import ViewMode
from tests.operations.office import Office
from tests.server_stub import few_rules
from tests.ui.desk import Desk, wait_for
from tests.ui.pages.review.scans import (
    click,
    downloaded,
    drag,
    open_at,
    painted,
    paper,
    press,
    real_desk,
    settle,
    with_files,
)
from tests.ui.prepared import Prepared

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Cockpit = tuple[ReviewPage, Desk]


@pytest.fixture(scope="module")
def client() -> Iterator[MediaClient]:
    made = MediaClient()
    made.start()
    while made.worker_pid is None:
        time.sleep(0.02)
    yield made
    made.close()


def two_files(office: Office, *more_rules: str) -> Workspace:
    """A handler has a case with a cover and a contents page on the machine."""
    few_rules.give(office.world.server, frozenset(more_rules))
    with_files(office, office.world.root, "one", {"cover": paper(1), "toc": paper(2)})
    handler = office.handler_with("one")
    downloaded(handler, "one")
    return handler


@pytest.fixture
def cockpit(
    qtbot: QtBot, prepared: Prepared, client: MediaClient
) -> Iterator[Callable[..., Cockpit]]:
    """The review page at the papers of that case."""
    desks = []

    def make(*more_rules: str) -> Cockpit:
        desk = real_desk(prepared(two_files, *more_rules), client)
        desks.append(desk)
        place = desk.__enter__()
        return open_at(place, "one", "papers"), place

    yield make
    for desk in desks:
        desk.__exit__(None, None, None)


def begin(page: ReviewPage, field: str = "title") -> None:
    """Choose a field and press Ctrl+G."""
    row = page.sheet.fields.row(field)
    assert row is not None
    row.window().activateWindow()
    row.setFocus()
    wait_for(row.hasFocus)
    press(Qt.Key.Key_G, CTRL)
    assert page.anchoring.draw.active


def part_of_view(page: ReviewPage) -> QRectF:
    area = page.scan_view.canvas.rect_of(page.scan_view.page)
    return QRectF(area.x() + 80, area.y() + 120, 160, 40)


def drawn(page: ReviewPage, verdict: Qt.Key, field: str = "title") -> None:
    begin(page, field)
    drag(page, part_of_view(page))
    assert page.anchoring.choice.isVisible()
    press(verdict)


def kept(desk: Desk) -> list[tuple[str, AnchorVerdict]]:
    """The anchors of the draft that the journal holds."""
    anchors = desk.ws.queries.case("one").draft.anchors
    return [(anchor.path.code, anchor.verdict) for anchor in anchors]


def test_a_rectangle_and_a_key_bind_a_field(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    drawn(page, Qt.Key.Key_1)
    wait_for(lambda: kept(desk) == [("title", AnchorVerdict.MATCH)])
    assert not page.anchoring.draw.active
    row = page.sheet.fields.row("title")
    assert row is not None
    assert (row.spec.anchor, row.spec.anchor_state) == ("封面 p1", "ok")
    (anchor,) = desk.ws.queries.case("one").draft.anchors
    assert (anchor.page, anchor.by_name, anchor.visibility) == (1, "陈瑶", AnchorVisibility.CHAIN)
    desk.session.undo.undo()
    wait_for(lambda: kept(desk) == [])
    assert row.spec.anchor == ""


def test_keys_alone_draw_move_and_size_it(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    begin(page)
    press(Qt.Key.Key_Return)
    first = page.anchoring.draw.shown_rect()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down, CTRL)
    moved = page.anchoring.draw.shown_rect()
    assert moved.x() - first.x() == pytest.approx(8, abs=0.01)
    assert moved.y() - first.y() == pytest.approx(1, abs=0.01)
    press(Qt.Key.Key_Right, SHIFT)
    assert page.anchoring.draw.shown_rect().width() - moved.width() == pytest.approx(8, abs=0.01)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_1)
    wait_for(lambda: kept(desk) == [("title", AnchorVerdict.MATCH)])
    (anchor,) = desk.ws.queries.case("one").draft.anchors
    assert anchor.visibility is AnchorVisibility.ORG


def test_escape_leaves_nothing_behind(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    begin(page)
    press(Qt.Key.Key_Escape)
    assert not page.anchoring.draw.active
    begin(page)
    drag(page, part_of_view(page))
    press(Qt.Key.Key_Escape)
    assert not page.anchoring.draw.active
    assert not page.anchoring.choice.isVisible()
    page.work.flush()
    assert kept(desk) == []
    assert page.isVisible()


def test_a_mismatch_offers_a_comment_with_the_place(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    drawn(page, Qt.Key.Key_2, "publish_date")
    assert page.anchoring.choice.isVisible()
    press(Qt.Key.Key_Return)
    box = page.sheet.composer
    assert "2019-06" in box.text()
    assert box.place() == "publish_date"
    press(Qt.Key.Key_Return, CTRL)
    wait_for(lambda: len(desk.ws.queries.case("one").draft.comments) == 1)
    case = desk.ws.queries.case("one")
    (comment,), (anchor,) = case.draft.comments, case.draft.anchors
    assert comment.anchors == [anchor.place]
    row = page.sheet.fields.row("publish_date")
    assert row is not None
    assert row.spec.anchor_state == "bad"


def test_the_field_goes_to_the_place_and_the_place_to_the_field(
    cockpit: Callable[[], Cockpit],
) -> None:
    page, desk = cockpit()
    page.step_attachment(1)
    painted(page)
    page.scan_view.go_to_page(1)
    painted(page)
    drawn(page, Qt.Key.Key_1)
    wait_for(lambda: len(kept(desk)) == 1)
    there = page.place.attachment
    page.step_attachment(-1)
    painted(page)
    assert page.place.attachment != there
    row = page.sheet.fields.row("title")
    assert row is not None
    assert row.spec.anchor == "目录 p2"
    row.activated.emit()
    wait_for(lambda: page.place.attachment == there and page.scan_view.page == 1)
    painted(page)
    press_field = page.sheet.fields.row("journal")
    assert press_field is not None
    press_field.setFocus()
    assert page.place.field == "journal"
    (anchor,) = desk.ws.queries.case("one").draft.anchors
    left, top, right, bottom = anchor.rect
    canvas = page.scan_view.canvas
    click(page, canvas.part_rect(1, (left, top, right - left, bottom - top)).center())
    assert page.place.field == "title"
    assert page.place.attachment == there


def test_it_answers_the_question_and_survives_a_restart(
    cockpit: Callable[..., Cockpit], prepared: Prepared
) -> None:
    """Nothing was sent: what the journal holds is what another start of the program finds."""
    page, desk = cockpit("R075")
    page.step_attachment(1)
    painted(page)

    def asked() -> bool:
        case = page.case
        return case is not None and any(one.rule_id == "R075" for one in case.findings)

    wait_for(asked)
    drawn(page, Qt.Key.Key_1)
    wait_for(lambda: not asked())
    desk.ws.close()
    again = prepared.office.officer("chenyao", online=False)
    case = again.queries.case("one")
    assert [anchor.path.code for anchor in case.draft.anchors] == ["title"]
    assert not any(one.rule_id == "R075" for one in case.findings)


def test_pages_below_each_other_are_drawn_on_alike(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    page.step_attachment(1)
    painted(page)
    view = page.scan_view
    view.set_mode(ViewMode.CONTINUOUS)
    view.set_scale(0.4)
    wait_for(lambda: len(view.canvas.pages_visible()) == 2)
    settle(page)
    begin(page)
    area = view.canvas.rect_of(1)
    drag(page, QRectF(area.x() + 30, area.y() + 40, 90, 20))
    press(Qt.Key.Key_1)
    wait_for(lambda: len(kept(desk)) == 1)
    (anchor,) = desk.ws.queries.case("one").draft.anchors
    assert anchor.page == 2
    assert anchor.rect[0] == pytest.approx(30 / area.width(), abs=1.5 / area.width())
    assert anchor.rect[1] == pytest.approx(40 / area.height(), abs=1.5 / area.height())


def test_delete_takes_it_away(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    drawn(page, Qt.Key.Key_1)
    wait_for(lambda: len(kept(desk)) == 1)
    begin(page)
    press(Qt.Key.Key_Delete)
    wait_for(lambda: kept(desk) == [])
    assert not page.anchoring.draw.active


def test_the_comment_in_the_box_takes_the_place_along(cockpit: Callable[[], Cockpit]) -> None:
    page, desk = cockpit()
    box = page.sheet.composer
    box.window().activateWindow()
    box.editor.setFocus()
    wait_for(box.editor.hasFocus)
    box.insert_text("封面的刊名与填报不同，请核对。")
    box.anchorRequested.emit()
    drag(page, part_of_view(page))
    press(Qt.Key.Key_2)

    def boxed() -> bool:
        box = desk.ws.queries.case("one").draft.composers.get("papers")
        return box is not None and bool(box.anchors)

    wait_for(boxed)
    page.add_comment()
    wait_for(lambda: len(desk.ws.queries.case("one").draft.comments) == 1)
    (comment,) = desk.ws.queries.case("one").draft.comments
    assert [place.page for place in comment.anchors] == [1]


def test_a_place_found_right_is_no_part_of_words_begun_elsewhere(
    cockpit: Callable[[], Cockpit],
) -> None:
    page, desk = cockpit()
    page.sheet.composer.insert_text("另一件事还没有写完。")
    drawn(page, Qt.Key.Key_1)
    wait_for(lambda: len(kept(desk)) == 1)
    page.work.flush()
    wait_for(lambda: page.work.all_saved)
    assert desk.ws.queries.case("one").draft.composers["papers"].anchors == []


def test_a_place_is_taken_up_where_it_was(cockpit: Callable[[], Cockpit]) -> None:
    """Ctrl+G, Enter and a verdict: the rectangle stays, the verdict is another."""
    page, desk = cockpit()
    drawn(page, Qt.Key.Key_1)
    wait_for(lambda: len(kept(desk)) == 1)
    (before,) = desk.ws.queries.case("one").draft.anchors
    begin(page)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_Escape)
    wait_for(lambda: kept(desk) == [("title", AnchorVerdict.UNREADABLE)])
    (after,) = desk.ws.queries.case("one").draft.anchors
    assert after.rect == before.rect
