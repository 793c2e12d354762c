"""The outbox against the reference server, and against servers that lie about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.protocol.operations import OperationKind
from app.store.readmodels import OpState
from app.sync.errors import AmbiguousTimeout, Garbage, ServerTrouble, SignedOutError, Unreachable
from app.sync.events import OpResult
from app.sync.push import Pushed
from app.sync.tokens import Session
from tests.kill.proxy import LossyProxy
from tests.server_stub.world import World
from tests.sync.desk import Desk
from tests.sync.hostile import Heard, Hostile, Reply, as_json, problem

NOW = "2026-03-02T01:00:00Z"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(world.url, tmp_path / "desk", "gxchen")
    yield desk
    desk.close()


def in_hand(desk: Desk, world: World, count: int = 1) -> list[str]:
    """Cases that were submitted, claimed and pulled."""
    app_ids = [world.submit(number=1 + n % 5) for n in range(count)]
    desk.claim(*app_ids)
    return app_ids


def test_a_decision_arrives_and_is_settled_by_the_document(desk: Desk, world: World) -> None:
    (app_id,) = in_hand(desk, world)
    op_id = desk.propose(app_id)
    desk.push()
    assert desk.state(op_id) is OpState.SENDING, "applied, not listed by a document yet"
    desk.pull()
    assert desk.state(op_id) is OpState.ACKED
    proposal = world.get(app_id)["proposal"]
    assert (proposal["op_id"], proposal["handler_id"]) == (op_id, "u-gxchen")


def test_many_operations_go_in_batches(desk: Desk, world: World) -> None:
    op_ids = [desk.propose(app_id) for app_id in in_hand(desk, world, 60)]
    pushed = desk.push()
    desk.pull()
    assert pushed.answered == 60
    assert {desk.state(op_id) for op_id in op_ids} == {OpState.ACKED}


def test_a_lost_reply_leaves_unconfirmed_and_takes_effect_once(desk: Desk, world: World) -> None:
    (app_id,) = in_hand(desk, world)
    op_id = desk.propose(app_id)
    with LossyProxy(int(world.url.rpartition(":")[2]), lambda head: b"/v1/ops" in head) as proxy:
        desk.url = proxy.url
        with pytest.raises(AmbiguousTimeout):
            desk.push()
        assert proxy.lost == 1
    assert desk.state(op_id) is OpState.UNCONFIRMED
    assert desk.op(op_id).error_code == "AMBIGUOUS"
    before = world.get(app_id)
    assert before["applied_ops"] == [op_id], "the server had done it"
    desk.url = world.url
    desk.push()
    result = desk.op(op_id).result
    assert result is not None
    assert result["status"] == "replayed"
    desk.pull()
    assert desk.state(op_id) is OpState.ACKED
    assert world.get(app_id) == before


def test_a_document_settles_what_no_answer_did(desk: Desk, world: World) -> None:
    (app_id,) = in_hand(desk, world)
    op_id = desk.propose(app_id)
    with LossyProxy(int(world.url.rpartition(":")[2]), lambda head: b"/v1/ops" in head) as proxy:
        desk.url = proxy.url
        with pytest.raises(AmbiguousTimeout):
            desk.push()
        desk.pull()
    assert desk.state(op_id) is OpState.ACKED


def test_a_conflict_holds_its_own_case_only(desk: Desk, world: World, tmp_path: Path) -> None:
    first, second = in_hand(desk, world, 2)
    refused = desk.propose(first, "NO_SUCH_VERB")
    behind = desk.act(first, OperationKind.RECALL, proposal_op_id=refused)
    other = desk.propose(second)
    desk.sync()
    assert desk.state(refused) in {OpState.CONFLICT, OpState.REJECTED}
    assert desk.state(behind) is OpState.HELD
    assert desk.state(other) is OpState.ACKED
    told = {event.op_id: event for event in desk.events if isinstance(event, OpResult)}
    assert told[refused].trouble is not None
    desk.sync()
    assert desk.state(behind) is OpState.HELD, "it must not overtake"


def test_what_another_wrote_stays(desk: Desk, world: World) -> None:
    (app_id,) = in_hand(desk, world)
    op_id = desk.act(app_id, actor="u-hanxu", verb="PASS")
    assert desk.push().answered == 0
    assert desk.state(op_id) is OpState.READY
    assert desk.op(op_id).attempts == 0


# --- servers that lie ----------------------------------------------------------------------------


@pytest.fixture
def lied_to(hostile: Hostile, world: World, tmp_path: Path) -> Iterator[Desk]:
    """A desk with one operation in hand whose server is then the hostile one."""
    desk = Desk(world.url, tmp_path / "desk", "gxchen")
    (app_id,) = in_hand(desk, world)
    desk.propose(app_id)
    desk.url = hostile.url
    hostile.answer["/v1/auth/refresh"] = lambda _heard: as_json(
        {
            "access_token": "a", "refresh_token": "r", "expires_in": 9, "user_id": "u-gxchen",
            "server_time": NOW,
        }
    )  # fmt: skip
    yield desk
    desk.close()


def only_op(desk: Desk) -> str:
    (op,) = desk.journal.ops_in(set(OpState))
    return op.op_id


@pytest.mark.parametrize(
    ("reply", "error", "state"),
    [
        (Reply(silent=True), AmbiguousTimeout, OpState.UNCONFIRMED),
        (Reply(body=b"{}", stall_after=0), AmbiguousTimeout, OpState.UNCONFIRMED),
        (Reply(500, b"", kind="text/html"), ServerTrouble, OpState.UNCONFIRMED),
        (Reply(502, b"", kind="text/html"), ServerTrouble, OpState.UNCONFIRMED),
        (Reply(body=b"<html>", kind="text/html"), Garbage, OpState.UNCONFIRMED),
        (as_json({"results": [], "server_time": NOW, "epoch": "e"}), Garbage, OpState.UNCONFIRMED),
        (Reply(503, headers={"Retry-After": "9"}), ServerTrouble, OpState.READY),
        (Reply(503, b"", kind="text/html"), ServerTrouble, OpState.UNCONFIRMED),
        (Reply(429), ServerTrouble, OpState.READY),
        (problem(401, "TOKEN_REVOKED"), SignedOutError, OpState.READY),
    ],
)
def test_nothing_is_taken_for_failed(
    lied_to: Desk, hostile: Hostile, reply: Reply, error: type[Exception], state: OpState
) -> None:
    hostile.answer["/v1/ops"] = reply
    if reply.stall_after is not None:
        lied_to.stall = 2.0
    with pytest.raises(error):
        lied_to.push()
    assert lied_to.state(only_op(lied_to)) is state


def test_no_connection_leaves_it_ready(lied_to: Desk) -> None:
    lied_to.url = "http://127.0.0.1:9"
    with pytest.raises(Unreachable):
        lied_to.push()
    assert lied_to.state(only_op(lied_to)) is OpState.READY


def test_an_answer_to_others_is_garbage(lied_to: Desk, hostile: Hostile) -> None:
    hostile.answer["/v1/ops"] = as_json(
        {"results": [{"op_id": "x", "status": "applied"}], "server_time": NOW, "epoch": "e"}
    )
    with pytest.raises(Garbage):
        lied_to.push()
    assert lied_to.state(only_op(lied_to)) is OpState.UNCONFIRMED


def test_an_unheard_of_result_waits(lied_to: Desk, hostile: Hostile) -> None:
    op_id = only_op(lied_to)
    hostile.answer["/v1/ops"] = as_json(
        {"results": [{"op_id": op_id, "status": "pondered"}], "server_time": NOW, "epoch": "e"}
    )
    lied_to.push()
    assert lied_to.state(op_id) is OpState.UNCONFIRMED


def test_every_attempt_sends_the_same_bytes(lied_to: Desk, hostile: Hostile) -> None:
    hostile.answer["/v1/ops"] = Reply(silent=True)
    for _ in range(2):
        with pytest.raises(AmbiguousTimeout):
            lied_to.push()
    first, second = (heard.json()["ops"] for heard in hostile.heard if heard.path == "/v1/ops")
    assert first == second == [lied_to.op(only_op(lied_to)).body.decode()]


def test_a_batch_refused_as_a_whole_is_taken_apart(
    lied_to: Desk, hostile: Hostile, world: World
) -> None:
    url, lied_to.url = lied_to.url, world.url
    bad, *_ = in_hand(lied_to, world, 4)
    lied_to.url = url
    bad_op = lied_to.propose(bad)
    for app_id in list(lied_to.cache.documents("application")):
        if not lied_to.journal.ops_of(app_id):
            lied_to.propose(app_id)

    def picky(heard: Heard) -> Reply:
        ids = [json.loads(text)["op_id"] for text in heard.json()["ops"]]
        if bad_op in ids:
            return problem(422, "INVALID")
        results = [{"op_id": op_id, "status": "applied"} for op_id in ids]
        return as_json({"results": results, "server_time": NOW, "epoch": "e"})

    hostile.answer["/v1/ops"] = picky
    lied_to.push()
    states = {op.op_id: op.state for op in lied_to.journal.ops_in(set(OpState))}
    assert states.pop(bad_op) is OpState.REJECTED
    assert set(states.values()) == {OpState.SENDING}
    assert lied_to.op(bad_op).error_code == "INVALID"


def test_an_operation_waits_for_the_file_that_it_names(desk: Desk, world: World) -> None:
    """A batch of seals grows while its first forms are being sent: each goes after its file."""
    first, second = in_hand(desk, world, 2)
    sha256 = "ab" * 32
    waits = desk.propose(first, overall_text=sha256)
    goes = desk.propose(second)
    to_come = {sha256}

    async def push(session: Session) -> Pushed:
        pusher = desk.pusher(session)
        pusher._to_come = lambda: to_come
        return await pusher.run()

    assert desk.run(push).answered == 1
    assert (desk.state(waits), desk.state(goes)) == (OpState.READY, OpState.SENDING)
    desk.pull()
    to_come.clear()
    assert desk.run(push).answered == 1
    desk.pull()
    assert desk.state(waits) is OpState.ACKED
