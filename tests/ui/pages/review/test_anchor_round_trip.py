"""A place drawn on a scan is the same place for the next office, to the pixel within one.

A box is drawn around a red mark by pointer, at one zoom and turn; it goes through the real server
to another office, and there, at every zoom and turn, the frame is laid over the mark as it is read
off the screen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from app.domain.enums import Verb
from app.media.client import MediaClient
from app.operations import approve, decide, onward
from app.operations.workspace import Workspace
from app.ui.pages.review import ReviewPage
from app.ui.pages.review.anchor_marks import part_of
from app.viewers.highlights import turned_rect
from tests.operations import road
from tests.operations.office import Office, sync
from tests.ui.desk import wait_for
from tests.ui.pages.review.scans import (
    MARK,
    downloaded,
    drag,
    open_at,
    painted,
    paper,
    press,
    real_desk,
    red_box,
    settle,
    with_files,
)

FORM = "unit_opinion"
DRAWN_AT = 1.5
LOOKED_AT = (1.5, 0.6)


@pytest.fixture(scope="module")
def client() -> Iterator[MediaClient]:
    made = MediaClient()
    made.start()
    while made.worker_pid is None:
        time.sleep(0.02)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("rotate", "crop", "turns"),
    [
        pytest.param(0, 0.0, 1, marks=pytest.mark.full),
        pytest.param(90, 0.0, 0, marks=pytest.mark.full),
        pytest.param(180, 30.0, 3, marks=pytest.mark.full),
        (270, 30.0, 2),
    ],
)
def test_to_the_pixel_within_one(
    qtbot: QtBot,
    office: Office,
    tmp_path: Path,
    client: MediaClient,
    rotate: int,
    crop: float,
    turns: int,
    full: bool,
) -> None:
    """``rotate`` is the page's own, ``turns`` how often the officer turned it before drawing."""
    road.build(office)
    with_files(office, tmp_path, "one", {"toc": paper(1, rotate=rotate, crop=crop)},
               whole=True)  # fmt: skip
    handler = office.handler_with("one")
    downloaded(handler, "one")
    with real_desk(handler, client) as desk:
        page = _toc(open_at(desk, "one", "papers"))
        view = page.scan_view
        view.set_scale(DRAWN_AT)
        for _ in range(turns):
            view.rotate_right()
        _bring_mark(page, rotate)
        row = page.sheet.fields.row("title")
        assert row is not None
        desk.window.activateWindow()
        row.setFocus()
        wait_for(row.hasFocus)
        page.anchoring.begin()
        drag(page, red_box(page))
        press(Qt.Key.Key_1)
        page.work.flush()
        wait_for(lambda: page.work.all_saved)
    (mine,) = handler.queries.case("one").draft.anchors
    assert handler.queries.case("one").draft_saved_at is not None
    _send_on(office, handler)
    clerk = office.officer(road.CLERK, "dept")
    downloaded(clerk, "one")
    (theirs,) = clerk.queries.case("one").anchors
    assert (theirs.rect, theirs.page, theirs.by_name) == (mine.rect, mine.page, "陈瑶")
    assert theirs.org_name
    with real_desk(clerk, client) as desk:
        page = _toc(open_at(desk, "one", "papers"))
        view = page.scan_view
        (mark,) = page.anchoring.marks
        assert "陈瑶" in mark.highlight.label
        for zoom in LOOKED_AT:
            for _ in range(4 if full else 2):
                view.set_scale(zoom)
                view.set_highlights([])
                _bring_mark(page, rotate)
                frame = view.canvas.part_rect(0, part_of(theirs))
                _assert_same(frame, red_box(page), f"{zoom} {view.canvas.rotation_of(0)}")
                view.rotate_right()


def _toc(page: ReviewPage) -> ReviewPage:
    """The same page with the contents page on screen."""
    assert page.case is not None
    views = page.case.attachments.values()
    toc = next(view.attachment for view in views if view.attachment.slot == "toc")
    page.go_attachment(toc.att_id)
    wait_for(lambda: page.scan_view.source is not None
             and page.scan_view.source.key == toc.sha256)  # fmt: skip
    painted(page)
    return page


def _bring_mark(page: ReviewPage, rotate: int) -> None:
    """Scroll until the whole mark is in the window."""
    upright = turned_rect(MARK, rotate)
    part = (upright.x(), upright.y(), upright.width(), upright.height())
    settle(page)  # a turned page is laid out when there is a picture of it
    page.scan_view.scroll_to(0, part)
    settle(page)
    window = QRectF(page.scan_view.canvas.viewport().rect()).adjusted(2, 2, -2, -2)
    assert window.contains(red_box(page))


def _assert_same(frame: QRectF, seen: QRectF, where: str) -> None:
    """The pixel where each edge is painted is the mark's own, or the one beside it."""
    for edge in ("left", "top", "right", "bottom"):
        painted_at, mark_at = round(getattr(frame, edge)()), round(getattr(seen, edge)())
        assert abs(painted_at - mark_at) <= 1, (where, edge, frame, seen)


def _send_on(office: Office, handler: Workspace) -> None:
    """Pass the case at the unit, with what was drawn, and send it to the department."""
    lead = office.officer("lujs", "lead")
    decide.propose(handler, app_id="one", verb=Verb.PASS)
    sync(handler)
    sync(lead)
    assert [one.by_name for one in lead.queries.case("one").anchors] == ["陈瑶"]
    approve.approve(lead, app_id="one")
    sync(lead)
    sealer = office.officer(road.SEALER, "sealer")
    onward.stamp_on_paper(sealer, app_id="one", form=FORM)
    sync(sealer)
    onward.forward(sealer, app_id="one")
    sync(sealer)
    assert office.world.get("one")["status"] == "SUBMITTED"
