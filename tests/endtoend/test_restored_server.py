"""A server that is down for a while, and one that comes back from an older copy of its data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.enums import Verb
from app.operations import claims, comments, resolve_conflict
from app.operations.errors import OperationRefused
from app.operations.workspace import Workspace
from app.store.readmodels import LocalState, OpState
from app.sync.errors import Unreachable
from app.sync.events import Phase
from server_stub import cases
from server_stub.backup import back_up
from server_stub.serve import ServerThread
from tests import proposing
from tests.endtoend.desk import Desk
from tests.endtoend.town import CASE, OTHER
from tests.endtoend.words import told
from tests.server_stub.world import CHEAP


class House:
    """A server that is stopped, restored and started again at the same address."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._port = 0
        self.start()

    def start(self) -> None:
        self._running = ServerThread(self.data, settings=CHEAP, port=self._port)
        self._running.start()
        self.url = self._running.url
        self._port = int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        self._running.stop()

    def back_up(self, copy: Path) -> None:
        """Copy the data base while the server runs."""
        back_up(self._running.app.state.server.db, copy)

    def restore(self, copy: Path) -> None:
        """Come back with what a copy holds."""
        self.stop()
        database = self._running.app.state.server.db.path
        for beside in database.parent.glob(f"{database.name}-*"):
            beside.unlink()
        shutil.copy2(copy, database)
        self.start()

    def move(self, copy: Path, data: Path) -> None:
        """Come back on a new machine, of which a copy of the data base is all there is."""
        self.stop()
        data.mkdir()
        shutil.copy2(copy, data / "server.db")
        self.data = data
        self.start()

    def get(self, app_id: str) -> dict[str, Any]:
        with self._running.app.state.server.db.read() as session:
            case = cases.load(session, app_id)
            assert case is not None
            return case.application.model_dump(mode="json")


@pytest.fixture
def house(data: Path) -> Iterator[House]:
    house = House(data)
    yield house
    house.stop()


@pytest.fixture
def desk(house: House, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "homes", house.url)
    desk.sign_in()
    yield desk
    desk.close()


def propose(ws: Workspace, app_id: str) -> str:
    """Propose to return a case."""
    comments.add(ws, app_id=app_id, module="papers", text="请补传论文封面扫描件。")
    (op_id,) = proposing.propose(ws, app_id=app_id, verb=Verb.RETURN).op_ids
    return op_id


def test_a_server_that_is_down_holds_up_nobody(house: House, desk: Desk) -> None:
    desk.claim(CASE, OTHER)
    house.stop()
    with pytest.raises(Unreachable) as error:
        desk.sync()
    assert error.value.code == "UNREACHABLE"
    assert told(error.value.code, error.value.params)
    assert (desk.status.phase, desk.status.online) == (Phase.WAITING, False)
    op_id = propose(desk.ws, CASE)
    with pytest.raises(Unreachable):
        desk.sync()
    assert desk.op(op_id).state is OpState.READY, "nothing of it left this machine"
    assert desk.ws.queries.case(CASE).local is LocalState.QUEUED
    desk.close()
    desk.unlock()
    assert desk.ws.queries.case(CASE).local is LocalState.QUEUED
    house.start()
    desk.go_online(auto=True)
    desk.wait_for(lambda: desk.status.phase is Phase.IDLE)
    assert desk.status.online is True
    assert house.get(CASE)["applied_ops"] == [op_id]


def test_what_a_restored_server_has_forgotten_is_offered_again_once(
    house: House, desk: Desk, tmp_path: Path
) -> None:
    desk.claim(CASE, OTHER)
    kept = propose(desk.ws, CASE)
    desk.sync()
    house.back_up(tmp_path / "copy.db")
    desk.sync()
    lost = propose(desk.ws, OTHER)
    desk.sync()
    assert {desk.op(kept).state, desk.op(lost).state} == {OpState.ACKED}
    house.restore(tmp_path / "copy.db")
    assert house.get(OTHER)["applied_ops"] == [], "forgotten"

    desk.sync()
    assert house.get(CASE)["applied_ops"] == [kept]
    assert house.get(OTHER)["applied_ops"] == [lost]
    assert {desk.op(kept).state, desk.op(lost).state} == {OpState.ACKED}
    assert (desk.op(kept).attempts, desk.op(lost).attempts) == (1, 2), "the backup held the first"
    assert desk.ws.queries.case(OTHER).proposal is not None
    desk.sync()
    assert house.get(OTHER)["applied_ops"] == [lost]


def test_a_server_on_a_new_machine_gets_again_what_its_copy_lacks(
    house: House, desk: Desk, tmp_path: Path
) -> None:
    desk.claim(CASE)
    house.back_up(tmp_path / "copy.db")
    lost = propose(desk.ws, CASE)
    desk.sync()
    assert desk.op(lost).state is OpState.ACKED
    house.move(tmp_path / "copy.db", tmp_path / "another")
    assert house.get(CASE)["applied_ops"] == [], "forgotten"

    desk.close()
    desk.sign_in()  # the new machine has another signing key
    desk.sync()
    assert house.get(CASE)["applied_ops"] == [lost]
    assert desk.op(lost).state is OpState.ACKED


def test_a_lease_that_was_forgotten_and_is_now_anothers_is_told(
    house: House, desk: Desk, tmp_path: Path
) -> None:
    other = Desk(desk.wanted.root, house.url, "hanxu")
    other.sign_in()
    desk.sync()
    house.back_up(tmp_path / "copy.db")
    desk.claim(CASE)
    op_id = propose(desk.ws, CASE)
    desk.sync()
    assert desk.op(op_id).state is OpState.ACKED
    house.restore(tmp_path / "copy.db")
    other.claim(CASE)
    desk.sync()
    trouble = desk.op(op_id)
    assert trouble.state is OpState.CONFLICT
    assert trouble.error_code == "LEASE_LOST"
    assert told(trouble.error_code, trouble.error_params)
    assert desk.status.conflicts == 1
    with pytest.raises(OperationRefused) as refused:
        resolve_conflict.reclaim_and_resend(desk.ws, op_id=op_id).result(60)
    assert told(refused.value.code, refused.value.params)
    claims.release(other.ws, app_ids=[CASE]).result(60)
    other.close()
    resolve_conflict.reclaim_and_resend(desk.ws, op_id=op_id).result(60)
    desk.sync()
    assert desk.op(op_id).state is OpState.ACKED
    assert house.get(CASE)["applied_ops"] == [op_id]
