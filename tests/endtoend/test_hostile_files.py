"""Attachments as a broken or lying server gives them: each lie costs that file alone."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from app.sync.events import Notice
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.desk import Desk
from tests.endtoend.front import Front
from tests.endtoend.town import CASE
from tests.endtoend.words import told
from tests.sync.hostile import Heard, Reply, problem

Lie = Callable[[Reply], Reply]


def other_bytes(true: Reply) -> Reply:
    changed = bytearray(true.body)
    changed[len(changed) // 2] ^= 1
    return Reply(true.status, bytes(changed), true.kind, true.headers)


def squeezed(true: Reply) -> Reply:
    return Reply(200, gzip.compress(true.body), true.kind, {"Content-Encoding": "gzip"})


def in_the_middle(true: Reply, *, cut: bool) -> Reply:
    """A file of some length comes half; shorter ones come."""
    half = len(true.body) // 2
    if half < 70_000:
        return true
    more = {"cut_after": half} if cut else {"stall_after": half}
    return Reply(true.status, true.body, true.kind, true.headers, **more)


LIES: list[tuple[Lie, str]] = [
    (lambda true: Reply(200, true.body + b"more", true.kind), "BLOB_LENGTH_MISMATCH"),
    (lambda true: Reply(200, true.body[:-5], true.kind), "BLOB_LENGTH_MISMATCH"),
    (lambda _true: Reply(200, b"", "application/octet-stream"), "BLOB_LENGTH_MISMATCH"),
    (lambda _true: Reply(200, b"<html>sign in</html>", "text/html"), "BLOB_LENGTH_MISMATCH"),
    (other_bytes, "BLOB_HASH_MISMATCH"),
    (lambda _true: problem(404, "NOT_FOUND"), "BLOB_REFUSED"),
    (lambda _true: problem(403, "NO_SCOPE"), "BLOB_REFUSED"),
]
LINE: list[tuple[Lie, str]] = [
    (lambda _true: Reply(500, b"oops", "text/plain"), "SERVER_TROUBLE"),
    (lambda _true: problem(429, "SLOW_DOWN", {"Retry-After": "90"}), "SERVER_BUSY"),
    (lambda _true: Reply(302, headers={"Location": "/portal"}), "REDIRECTED"),
    (squeezed, "GARBAGE"),
    (lambda _true: Reply(silent=True), "CUT_OFF"),
    (lambda true: in_the_middle(true, cut=True), "CUT_OFF"),
    (lambda true: in_the_middle(true, cut=False), "STALLED"),
]


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    desk = open_desk()
    desk.sign_in(stall=6)
    desk.sync()
    return desk


def whole(desk: Desk) -> None:
    """Every file of the case is here and is the one that was handed in."""
    here, wanted = desk.files(CASE)
    assert here == wanted
    for view in desk.ws.queries.case(CASE).attachments.values():
        desk.ws.blobs.verify(view.attachment.sha256)


@pytest.mark.expect_log("app.sync")
def test_a_lie_about_a_file_costs_that_file_alone(desk: Desk, front: Front) -> None:
    shas = [file.sha256 for file in desk.ws.cache.files_of(CASE)]
    lies = dict(zip(shas[::2], LIES, strict=False))
    assert len(lies) == len(LIES)

    def lie(heard: Heard, true: Reply) -> Reply:
        known = lies.get(heard.path.rpartition("/")[2])
        return known[0](true) if known else true

    front.change = lie
    desk.fetch(CASE)
    told_of = {notice.params["sha256"]: notice for notice in desk.told(Notice)}
    assert {sha: notice.code for sha, notice in told_of.items()} == {
        sha: code for sha, (_, code) in lies.items()
    }
    assert all(told(notice.code, notice.params) for notice in told_of.values())
    here, wanted = desk.files(CASE)
    assert here == wanted - len(lies), "all the others came"
    problems = {
        view.attachment.sha256: view.problem
        for view in desk.ws.queries.case(CASE).attachments.values()
        if view.state != "CACHED"
    }
    assert problems == {sha: code for sha, (_, code) in lies.items()}, "shown at the file"
    assert desk.status.transfers.files_failed == len(lies)

    front.change = None
    desk.fetch(CASE)
    whole(desk)
    assert desk.status.transfers.files_failed == 0


def test_trouble_on_the_line_is_waited_out_and_what_came_is_kept(desk: Desk, front: Front) -> None:
    for lie, code in LINE:
        front.change = lambda heard, true, lie=lie: (  # type: ignore[misc]
            lie(true) if heard.path.startswith("/v1/blobs/") else true
        )
        desk.fetch(CASE)
        trouble = desk.status.transfers.trouble
        assert trouble is not None
        assert trouble.code == code
        assert told(trouble.code, trouble.params)
    assert desk.notices == [], "told in the status, not once for each file"
    front.change = None
    desk.fetch(CASE)
    whole(desk)
    assert any("range" in heard.headers for heard in front.heard), "what had come was kept"
    assert desk.status.transfers.trouble is None
