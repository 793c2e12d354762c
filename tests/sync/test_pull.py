from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.readmodels import OpState
from app.sync.errors import Garbage, Unreachable
from app.sync.events import CasesChanged
from tests.kill.proxy import LossyProxy
from tests.server_stub.world import UNIT, World
from tests.sync.desk import Desk
from tests.sync.hostile import Hostile, Reply


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(world.url, tmp_path / "desk", "gxchen")
    yield desk
    desk.close()


def mine(desk: Desk) -> set[str]:
    return set(desk.cache.documents("application"))


def test_the_scope_arrives_and_changes_follow(desk: Desk, world: World) -> None:
    first = world.submit()
    world.submit(unit=UNIT)
    desk.pull()
    assert mine(desk) == {first}
    second = world.submit(number=2)
    desk.events.clear()
    desk.pull()
    assert mine(desk) == {first, second}
    # Both hand in the same paper, of which the first is told, too (R108).
    assert desk.events == [CasesChanged(frozenset({first, second}))]


def test_a_broken_pull_goes_on_behind_its_last_page(
    desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sync.pull.PAGE", 3)
    app_ids = {world.submit() for _ in range(10)}
    asked = 0

    def third_one(head: bytes) -> bool:
        nonlocal asked
        asked += b"/v1/changes" in head
        return asked == 3

    with LossyProxy(int(world.url.rpartition(":")[2]), third_one) as proxy:
        desk.url = proxy.url
        with pytest.raises(Unreachable):
            desk.pull()
    cursor = desk.cache.feed_state().cursor
    assert cursor
    desk.url = world.url
    desk.pull()
    assert mine(desk) == app_ids


def test_garbage_leaves_the_cache_as_it_was(desk: Desk, world: World, hostile: Hostile) -> None:
    world.submit()
    desk.pull()
    before = desk.cache.feed_state()
    hostile.answer["/v1/auth/refresh"] = Reply(body=b"{}")
    desk.url = hostile.url
    with pytest.raises(Garbage):
        desk.pull()
    assert desk.cache.feed_state() == before
    assert mine(desk)


def test_a_kill_between_cache_and_journal_is_mended(desk: Desk, world: World) -> None:
    app_id = world.submit()
    desk.claim(app_id)
    op_id = desk.propose(app_id)
    desk.push()
    acknowledge = desk.journal.acknowledge
    desk.journal.acknowledge = lambda *_args, **_more: set()  # type: ignore[method-assign]
    desk.pull()  # the cache has it now; the journal was killed before it heard
    assert desk.state(op_id) is OpState.SENDING
    desk.journal.acknowledge = acknowledge  # type: ignore[method-assign]
    desk.pull()
    assert desk.state(op_id) is OpState.ACKED


def test_a_restored_server_is_pulled_anew_and_offered_what_it_lost(
    desk: Desk, world: World
) -> None:
    app_id = world.submit()
    desk.claim(app_id)
    world.server.db.start_new_epoch()
    desk.pull()
    before = world.get(app_id)
    op_id = desk.propose(app_id)
    desk.sync()
    assert desk.state(op_id) is OpState.ACKED
    undo(world, before, op_id)
    world.server.db.start_new_epoch()
    pulled = desk.pull()
    assert pulled.whole
    assert pulled.offered_again == {app_id}
    assert desk.state(op_id) is OpState.UNCONFIRMED
    desk.sync()
    assert desk.state(op_id) is OpState.ACKED
    assert world.get(app_id)["applied_ops"] == [op_id]


def undo(world: World, before: dict[str, object], op_id: str) -> None:
    """What a restore does to one case: its document as it was, and the operation unknown."""
    import json

    from server_stub.tables import ApplicationRow, OpRow

    with world.server.db.write() as session:
        row = session.get_one(ApplicationRow, str(before["app_id"]))
        row.doc = json.dumps(before)
        row.status = str(before["status"])
        session.delete(session.get_one(OpRow, op_id))
