"""The scans that keys lead to next are drawn before the key is pressed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.ui.pages.review.place import at_module, first_place
from app.ui.pages.review.reading_ahead import sources, upcoming
from tests.operations.office import Office
from tests.ui.desk import wait_for
from tests.ui.pages.review.scans import downloaded, open_at, paper, real_desk, with_files


@pytest.fixture(scope="module")
def client() -> Iterator[MediaClient]:
    made = MediaClient()
    made.start()
    while made.worker_pid is None:
        time.sleep(0.02)
    yield made
    made.close()


def test_the_next_file_and_the_next_case_are_there_at_once(
    qtbot: QtBot, office: Office, tmp_path: Path, client: MediaClient
) -> None:
    with_files(office, tmp_path, "one", {"cover": paper(1), "toc": paper(2)})
    with_files(office, tmp_path, "two", {"cover": paper(3), "toc": paper(4)})
    handler = office.handler_with("one", "two")
    for app_id in ("one", "two"):
        downloaded(handler, app_id)
    with real_desk(handler, client) as desk:
        page = open_at(desk, "one", "papers")
        wait_for(lambda: page.neighbours)
        if page.neighbours is not None and page.neighbours.next is None:
            page = open_at(desk, "two", "papers")
            wait_for(lambda: page.neighbours and page.neighbours.next)
        case, neighbours = page.case, page.neighbours
        assert case is not None
        assert neighbours is not None
        assert neighbours.next is not None
        other = handler.queries.case(neighbours.next)
        (following,) = upcoming(case, page.place)
        expected = [
            case.attachments[following].attachment.sha256,
            other.attachments[first_place(other).attachment].attachment.sha256,
        ]
        found = sources(handler, case, page.place, neighbours.next)
        assert [source.key for source in found] == expected
        kept = page.scan_view._cache._kept
        wait_for(lambda: set(expected) <= {key.key for key in kept})
        page.step_attachment(1)
        frame = page.scan_view.canvas.frame
        assert frame is not None
        assert frame.key == expected[0], "on the canvas when the key comes back"
        page.acts.step_case(1)
        wait_for(lambda: page.case is not None and page.case.app_id == other.app_id)
        frame = page.scan_view.canvas.frame
        assert frame is not None
        assert frame.key == expected[1]


def test_what_is_not_on_this_machine_is_left_out(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    with_files(office, tmp_path, "one", {"cover": paper(1), "toc": paper(2)})
    handler = office.handler_with("one")
    case = handler.queries.case("one")
    place = at_module(case, "papers")
    assert upcoming(case, place)
    assert sources(handler, case, place, None) == []
    downloaded(handler, "one")
    case = handler.queries.case("one")
    (source,) = sources(handler, case, place, None)
    handler.blobs.path_of(source.key).unlink()
    assert sources(handler, case, place, None) == []
