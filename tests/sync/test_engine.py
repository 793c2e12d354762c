"""The engine in its thread, against the reference server and a broken line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.readmodels import OpState
from app.sync.errors import SignedOutError
from app.sync.events import CasesChanged, Phase, SignedOut, StatusChanged
from tests.kill.proxy import LossyProxy
from tests.server_stub.world import World
from tests.sync.acts import propose
from tests.sync.machine import Machine, tokens_for


@pytest.fixture
def machine(world: World, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(world.url, tmp_path / "home", "gxchen")
    machine.sign_in()
    yield machine
    machine.close()


def test_it_syncs_by_itself_and_tells(machine: Machine, world: World) -> None:
    app_id = world.submit()
    machine.engine.start()
    machine.wait_for(lambda: machine.status.last_sync is not None)
    assert machine.status.phase is Phase.IDLE
    assert machine.status.online is True
    assert machine.cache.application(app_id) is not None
    assert CasesChanged(frozenset({app_id})) in machine.events
    phases = [event.status.phase for event in machine.told(StatusChanged)]
    assert phases == [Phase.SYNCING, Phase.IDLE]


def test_a_claim_is_seen_when_its_future_is_done(machine: Machine, world: World) -> None:
    app_ids = [world.submit(number=n) for n in (1, 2)]
    machine.engine.start(auto=False)
    machine.sync()
    answer = machine.engine.claim([*app_ids, "nowhere"]).result(60)
    assert [bool(result.claim) for result in answer.results] == [True, True, False]
    application = machine.cache.application(app_ids[0])
    assert application is not None
    assert application.claim is not None
    renewed = machine.engine.renew(app_ids[:1]).result(60)
    assert renewed.results[0].claim is not None
    assert machine.engine.release(app_ids).result(60).results[0].code is None
    assert machine.engine.renew(app_ids).result(60).results[0].code == "LEASE_LOST"


def test_a_decision_travels_and_the_status_counts_it(machine: Machine, world: World) -> None:
    app_id = world.submit()
    machine.engine.start(auto=False)
    machine.sync()
    machine.engine.claim([app_id]).result(60)
    op_id = propose(machine, app_id)
    assert machine.engine.status.queued == 0, "counted at the next change"
    machine.sync()
    op = machine.journal.op(op_id)
    assert op is not None
    assert op.state is OpState.ACKED
    assert machine.status.queued == 0


def test_two_operations_of_a_case_arrive_in_one_sync(machine: Machine, world: World) -> None:
    from app.protocol.operations import OperationKind
    from tests.sync.acts import act

    app_id = world.submit()
    machine.engine.start(auto=False)
    machine.sync()
    machine.engine.claim([app_id]).result(60)
    first = propose(machine, app_id)
    second = act(machine, app_id, OperationKind.RECALL, proposal_op_id=first)
    third = propose(machine, app_id)
    machine.sync()
    states = {op.op_id: op.state for op in machine.journal.ops_of(app_id)}
    assert states == dict.fromkeys([first, second, third], OpState.ACKED)
    assert world.get(app_id)["applied_ops"] == [first, second, third]


def test_it_waits_and_comes_back_when_the_line_does(world: World, tmp_path: Path) -> None:
    with LossyProxy(9) as proxy:  # nobody listens there
        machine = Machine(proxy.url, tmp_path / "home", "gxchen")
        proxy.target = int(world.url.rpartition(":")[2])
        machine.sign_in()
        proxy.target = 9
        machine.engine.start()
        machine.wait_for(lambda: machine.status.phase is Phase.WAITING)
        assert machine.status.online is False
        assert machine.status.trouble is not None
        assert machine.status.next_try is not None
        proxy.target = int(world.url.rpartition(":")[2])
        machine.engine.sync_now()
        machine.wait_for(lambda: machine.status.phase is Phase.IDLE)
        assert machine.status.trouble is None
        machine.close()


def test_a_pause_outlives_reconnecting_and_a_restart(
    machine: Machine, world: World, tmp_path: Path
) -> None:
    machine.engine.start()
    machine.wait_for(lambda: machine.status.last_sync is not None)
    machine.engine.pause()
    machine.wait_for(lambda: machine.status.phase is Phase.PAUSED)
    before = machine.status.last_sync
    machine.engine.sync_now()
    machine.engine.stop()
    machine.engine.start()
    machine.wait_for(lambda: machine.status.phase is Phase.PAUSED)
    assert machine.status.last_sync == before
    machine.close()
    again = Machine(world.url, tmp_path / "home", "gxchen")
    assert again.engine.paused
    again.engine.start()
    again.wait_for(lambda: again.status.phase is Phase.PAUSED)
    again.engine.resume()
    again.wait_for(lambda: again.status.last_sync is not None)
    again.close()


def test_a_revoked_session_keeps_the_outbox_and_goes_on_after_a_sign_in(
    machine: Machine, world: World
) -> None:
    app_id = world.submit()
    machine.engine.start(auto=False)
    machine.sync()
    machine.engine.claim([app_id]).result(60)
    op_id = propose(machine, app_id)
    machine.engine.sign_out().result(60)
    with pytest.raises(SignedOutError):
        machine.sync()
    assert machine.status.phase is Phase.SIGNED_OUT
    assert machine.told(SignedOut)[-1].code == "SIGN_IN_NEEDED"
    op = machine.journal.op(op_id)
    assert op is not None
    assert op.state is OpState.READY
    machine.engine.signed_in(tokens_for(world.url, "gxchen"))
    machine.sync()
    assert world.get(app_id)["applied_ops"] == [op_id]


def test_tokens_of_another_user_are_not_taken(machine: Machine, world: World) -> None:
    app_id = world.submit()
    machine.engine.start(auto=False)
    machine.sync()
    machine.engine.claim([app_id]).result(60)
    propose(machine, app_id)
    machine.engine.sign_out().result(60)
    machine.engine.signed_in(tokens_for(world.url, "gxlu"))
    machine.wait_for(lambda: bool(machine.told(SignedOut)))
    assert machine.told(SignedOut)[0].code == "OTHER_USER"
    with pytest.raises(SignedOutError):
        machine.sync()
    assert world.get(app_id)["applied_ops"] == []


def test_stopping_twice_and_never_starting_do_no_harm(machine: Machine) -> None:
    machine.engine.stop()
    machine.engine.start()
    machine.engine.stop()
    machine.engine.stop()
    machine.engine.sync_now()
    assert machine.status.phase is Phase.STOPPED
