"""A server that is slow, broken or lying: named to the officer, and never at the cost of the work.

The line to the real server is bent request by request; the outbox is looked at after each bend.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.enums import Verb
from app.operations import comments
from app.operations.signin import sign_in_online
from app.store.readmodels import OpState
from app.sync.errors import SyncError
from app.sync.events import Phase
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.desk import Desk
from tests.endtoend.front import Front, edited
from tests.endtoend.town import CASE, Town
from tests.endtoend.words import told
from tests.proposing import propose
from tests.server_stub.world import PASSWORD
from tests.sync.hostile import Heard, Reply, problem

Bend = Callable[[Reply], Reply]
PORTAL = Reply(200, b"<html>please sign in to the network</html>", "text/html")


def always(reply: Reply) -> Bend:
    return lambda _true: reply


def json_with(**fields: Any) -> Bend:
    return lambda true: edited(lambda content: content.update(fields), true)


def half(true: Reply) -> Reply:
    return Reply(200, true.body, true.kind, cut_after=len(true.body) // 2)


def silent_in_the_middle(true: Reply) -> Reply:
    return Reply(200, true.body, true.kind, stall_after=len(true.body) // 2)


def of_other_operations(true: Reply) -> Reply:
    def change(content: Any) -> None:
        content["results"][0]["op_id"] = "0190a000-0000-7000-8000-000000000000"

    return edited(change, true)


ANYWHERE: list[tuple[str, Bend, str]] = [
    ("closes the line", always(Reply(silent=True)), "CUT_OFF"),
    ("breaks off", half, "CUT_OFF"),
    ("falls silent", silent_in_the_middle, "STALLED"),
    ("is a portal", always(PORTAL), "GARBAGE"),
    ("redirects", always(Reply(302, headers={"Location": "/portal"})), "REDIRECTED"),
    ("says nonsense", always(Reply(200, b'{"nonsense": [1]}')), "GARBAGE"),
    ("says half a sentence", always(Reply(200, b'{"half": ')), "GARBAGE"),
    ("says nothing", always(Reply(200, b"")), "GARBAGE"),
    ("says it in Latin-1", always(Reply(200, '{"name": "é"}'.encode("latin-1"))), "GARBAGE"),
    ("breaks down", always(Reply(500, b"oops", "text/plain")), "SERVER_TROUBLE"),
    ("is being mended", always(Reply(503, b"", "text/plain")), "SERVER_TROUBLE"),
]
IN_ME = [
    *ANYWHERE,
    ("speaks a newer protocol", json_with(wire=99), "NEWER_PROTOCOL"),
    ("has enough", always(problem(429, "SLOW_DOWN", {"Retry-After": "120"})), "SERVER_BUSY"),
]
IN_CHANGES = [
    *ANYWHERE,
    ("sends no objects", json_with(changes=[{"kind": "x", "id": "y", "rev": 1, "doc": 7}]),
     "GARBAGE"),
    ("never comes to an end", json_with(more=True), "GARBAGE"),
    ("refuses", always(problem(403, "NO_SCOPE")), "NO_SCOPE"),
]  # fmt: skip
AMBIGUOUS = {"CUT_OFF": "AMBIGUOUS", "STALLED": "AMBIGUOUS"}
IN_OPS = [
    *((what, bend, AMBIGUOUS.get(code, code)) for what, bend, code in ANYWHERE),
    ("has enough", always(problem(429, "SLOW_DOWN", {"Retry-After": "120"})), "SERVER_BUSY"),
    ("answers something else", of_other_operations, "GARBAGE"),
    ("answers too little", json_with(results=[]), "GARBAGE"),
]


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """An officer with a decision that was not sent."""
    desk = open_desk()
    desk.sign_in(stall=6)
    desk.claim(CASE)
    comments.add(desk.ws, app_id=CASE, module="papers", text="请补传论文封面扫描件。")
    propose(desk.ws, app_id=CASE, verb=Verb.RETURN)
    return desk


def bend_at(front: Front, path: str, bend: Bend) -> None:
    front.change = lambda heard, true: bend(true) if heard.path == path else true


def troubled(desk: Desk, what: str, code: str) -> None:
    """One sync ends in that trouble, which is told and keeps the outbox as it is."""
    (before,) = desk.ws.journal.ops_of(CASE)
    with pytest.raises(SyncError) as error:
        desk.sync()
    assert error.value.code == code, what
    status = desk.status
    assert status.phase is Phase.WAITING, what
    assert status.next_try is not None, what
    assert status.trouble is not None
    assert (status.trouble.code, status.trouble.params) == (code, error.value.params), what
    assert told(code, error.value.params), what
    (op,) = desk.ws.journal.ops_of(CASE)
    assert op.body == before.body, what
    assert op.state in {OpState.READY, OpState.UNCONFIRMED}, what
    assert status.queued + status.unconfirmed == 1, what
    if code == "SERVER_BUSY":
        wait = status.next_try - desk.ws.clock.local()
        assert wait.total_seconds() > 100, "earlier than the server asked for"


def mended(desk: Desk, front: Front, town: Town) -> None:
    """The line is straight again: the decision stands, once."""
    front.change = None
    desk.sync()
    (op,) = desk.ws.journal.ops_of(CASE)
    assert op.state is OpState.ACKED
    assert town.get(CASE)["applied_ops"] == [op.op_id]
    assert desk.status.trouble is None
    assert desk.status.online is True


def test_before_anything_is_sent(desk: Desk, front: Front, town: Town) -> None:
    for what, bend, code in IN_ME:
        bend_at(front, "/v1/me", bend)
        troubled(desk, what, code)
        assert desk.ws.journal.ops_of(CASE)[0].state is OpState.READY, what
    assert front.asked("/v1/ops", "POST") == 0
    mended(desk, front, town)


def test_when_the_answer_to_a_decision_is_not_one(desk: Desk, front: Front, town: Town) -> None:
    for what, bend, code in IN_OPS:
        bend_at(front, "/v1/ops", bend)  # the true server has carried it out
        troubled(desk, what, code)
        assert desk.ws.journal.ops_of(CASE)[0].state is OpState.UNCONFIRMED, what
    assert front.asked("/v1/ops", "POST") == len(IN_OPS)
    mended(desk, front, town)


def test_while_the_feed_is_followed(desk: Desk, front: Front, town: Town) -> None:
    for what, bend, code in IN_CHANGES:
        bend_at(front, "/v1/changes", bend)
        with pytest.raises(SyncError) as error:
            desk.sync()
        assert error.value.code == code, what
        assert told(code, error.value.params), what
        assert desk.ws.queries.case(CASE).version.person.name, what
    mended(desk, front, town)


def test_a_status_of_a_newer_server_is_neither_success_nor_failure(
    desk: Desk, front: Front, town: Town
) -> None:
    def shelve(content: Any) -> None:
        content["results"][0] |= {"status": "SHELVED", "code": "NOT_YET_KNOWN"}

    def only_shelved(heard: Heard, true: Reply) -> Reply:
        if heard.path == "/v1/ops":
            return edited(shelve, true)
        if heard.path == "/v1/changes":
            return Reply(503)
        return true

    front.change = only_shelved
    with pytest.raises(SyncError):
        desk.sync()
    (op,) = desk.ws.journal.ops_of(CASE)
    assert op.state is OpState.UNCONFIRMED
    mended(desk, front, town)


def test_signing_in_at_something_else(front: Front, open_desk: OpenDesk) -> None:
    desk = open_desk()
    for what, bend, code in ANYWHERE:
        if code == "STALLED":
            continue
        bend_at(front, "/v1/auth/token", bend)
        with pytest.raises(SyncError) as error:
            sign_in_online(desk.wanted, PASSWORD)
        assert error.value.code == code, what
    bend_at(front, "/v1/me", json_with(wire=99))
    with pytest.raises(SyncError) as error:
        sign_in_online(desk.wanted, PASSWORD)
    assert error.value.code == "NEWER_PROTOCOL"
    assert not desk.wanted.root.exists() or not list(desk.wanted.root.iterdir())
    front.change = None
    desk.sign_in()
