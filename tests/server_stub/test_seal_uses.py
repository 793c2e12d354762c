"""Devices' records of seal uses: what is kept, what is told of what does not follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update

from app.domain.sealing import Seal
from app.protocol.seal_use import GENESIS, SealUse, UseResult, line_hash
from server_stub import seal_uses
from server_stub.seals import save_seal
from server_stub.tables import AuditRow
from server_stub.tables_units import SealUseRow
from tests.server_stub.use_lines import DEVICE, LOGIN, begun_and, chain
from tests.server_stub.world import World

BEGUN, SEALED, FAILED = UseResult.BEGUN, UseResult.SEALED, UseResult.FAILED


def report(world: World, *lines: SealUse, head: SealUse | None = None, **more: Any) -> Any:
    """The answer to lines; ``head`` is the device's newest line, the last of those told."""
    last = head or (lines[-1] if lines else None)
    told = {"seq": last.seq, "hash": last.hash} if last else {"seq": 0, "hash": GENESIS}
    body = {"head": told, "lines": [line.model_dump(mode="json") for line in lines], **more}
    with world.client(LOGIN) as client:
        answer: httpx.Response = client.post("/v1/seal-uses", json=body)
    answer.raise_for_status()
    return answer.json()


def told(world: World) -> list[str]:
    """What the audit log says of the record, oldest first."""
    with world.server.db.read() as session:
        wanted = select(AuditRow.action).where(AuditRow.action.like("seal_use%"))
        return list(session.scalars(wanted.order_by(AuditRow.seq)))


def kept(world: World) -> list[int]:
    with world.server.db.read() as session:
        return list(session.scalars(select(SealUseRow.seq).order_by(SealUseRow.seq)))


def test_lines_are_kept_once_and_their_head_is_answered(world: World) -> None:
    lines = begun_and(SEALED, FAILED)
    answer = report(world, *lines)
    assert answer["whole"] == {"seq": 4, "hash": lines[-1].hash}
    assert answer["trouble"] == []
    assert report(world, *lines)["newest"] == 4
    assert told(world) == ["seal_use"] * 4


def test_a_use_that_came_to_nothing_makes_no_gap(world: World) -> None:
    lines = begun_and(SEALED, FAILED, UseResult.ABANDONED, SEALED)
    report(world, *lines[:2])
    assert report(world, *lines[2:])["whole"]["seq"] == 8
    assert set(told(world)) == {"seal_use"}


def test_lines_that_were_left_out_are_told_and_fill_in_later(world: World) -> None:
    lines = begun_and(SEALED, FAILED, SEALED)
    report(world, *lines[:2])
    missing = report(world, *lines[4:])
    assert missing["whole"]["seq"] == 2
    assert missing["newest"] == 6
    assert missing["trouble"] == ["SEAL_LOG_GAP"]
    assert report(world, *lines[2:4], head=lines[-1])["whole"] == {
        "seq": 6, "hash": lines[-1].hash,
    }  # fmt: skip
    assert seal_uses.GAP in told(world)


@pytest.mark.parametrize(
    "changes", [{"device_id": "device-other"}, {"user_id": "u-chenyao"}, {"hash": "f" * 64}]
)
def test_a_line_that_is_not_of_this_device_and_hand_is_not_kept(
    world: World, changes: dict[str, str]
) -> None:
    (line,) = chain(BEGUN)
    foreign = line.model_copy(update=changes)
    if "hash" not in changes:
        foreign = foreign.model_copy(update={"hash": line_hash(foreign)})
    answer = report(world, foreign, head=line)
    assert answer["trouble"] == ["SEAL_LOG_FORGED"]
    assert kept(world) == []
    assert told(world) == [seal_uses.FORGED]


def test_a_line_of_another_offices_seal_is_not_kept(world: World) -> None:
    now = world.clock.now
    seal = Seal(
        seal_id="seal-else", name="县单位公章", owner_org="org-elsewhere", valid_from=now,
        valid_to=now + timedelta(days=30),
    )  # fmt: skip
    with world.server.db.write() as session:
        save_seal(session, seal)
    (line,) = chain(BEGUN, seal_id="seal-else")
    assert report(world, line)["trouble"] == ["SEAL_LOG_FORGED"]
    assert kept(world) == []


def test_a_forged_line_is_told_once_however_often_it_is_sent(world: World) -> None:
    (line,) = chain(BEGUN)
    forged = line.model_copy(update={"app_id": "case-4"})
    for _ in range(3):
        report(world, forged, head=line)
    assert told(world) == [seal_uses.FORGED]


def test_two_lines_of_one_number_are_a_fork_and_the_first_stays(world: World) -> None:
    first, second = chain(BEGUN), chain(BEGUN, app_id="case-4")
    report(world, *first)
    answer = report(world, *second)
    assert answer["trouble"] == ["SEAL_LOG_FORK"]
    assert answer["whole"]["hash"] == first[0].hash
    assert kept(world) == [1]
    assert set(told(world)) == {"seal_use", seal_uses.FORK}


def test_a_line_on_another_line_than_the_kept_one_is_a_fork(world: World) -> None:
    first, second = chain(BEGUN), chain(BEGUN, app_id="case-4")
    behind = chain(SEALED, after=second)
    report(world, *first)
    assert report(world, *behind)["trouble"] == ["SEAL_LOG_FORK"]
    assert kept(world) == [1]


def test_what_fills_a_gap_has_to_fit_on_both_sides(world: World) -> None:
    lines = begun_and(SEALED, SEALED)
    report(world, lines[0])
    report(world, lines[2])
    other = chain(SEALED, after=lines[:1], app_id="case-4")
    assert report(world, *other, head=lines[2])["trouble"] == ["SEAL_LOG_FORK"]
    assert kept(world) == [1, 3]
    report(world, lines[1], head=lines[2])
    assert kept(world) == [1, 2, 3]


def test_a_device_that_knows_less_than_it_told_was_rolled_back(world: World) -> None:
    lines = begun_and(SEALED, SEALED)
    report(world, *lines)
    for _ in range(2):
        answer = report(world, head=lines[1])
        assert answer["trouble"] == ["SEAL_LOG_ROLLED_BACK"]
    assert told(world).count(seal_uses.ROLLED_BACK) == 1


def test_the_servers_own_log_is_told_and_looked_up(world: World) -> None:
    first = report(world, *chain(BEGUN))
    assert first["log"]["seq"] >= 1
    assert report(world, log=first["log"])["log_then"] == first["log"]["hash"]
    beyond = {"seq": 9_999, "hash": "f" * 64}
    assert report(world, log=beyond)["log_then"] == ""


def test_what_is_held_is_listed_and_walked(world: World) -> None:
    lines = begun_and(SEALED, SEALED)
    report(world, *lines)
    with world.client(LOGIN) as client:
        held = client.get("/v1/seal-uses").json()
        later = client.get("/v1/seal-uses?after=3").json()
    assert [one["hash"] for one in held["lines"]] == [line.hash for line in lines]
    assert [one["seq"] for one in later["lines"]] == [4]
    assert (held["newest"], held["broken_at"]) == (4, None)
    with world.server.db.write() as session:
        session.execute(delete(SealUseRow).where(SealUseRow.seq == 2))
    with world.client(LOGIN) as client:
        assert client.get("/v1/seal-uses").json()["broken_at"] == 3
    with world.client("chenyao") as other:
        assert other.get("/v1/seal-uses").json()["lines"] == []


def test_the_servers_log_is_walked_to_its_first_broken_line(world: World) -> None:
    report(world, *begun_and(SEALED))
    with world.client("auditor") as client:
        assert client.get("/v1/audit/verify").json()["broken_at"] is None
        with world.server.db.write() as session:
            session.execute(update(AuditRow).where(AuditRow.seq == 2).values(actor="other"))
        assert client.get("/v1/audit/verify").json()["broken_at"] == 2


def test_too_many_lines_at_once_are_refused(world: World) -> None:
    (line,) = chain(BEGUN)
    body = {
        "head": {"seq": 1, "hash": line.hash},
        "lines": [line.model_dump(mode="json")] * 1_001,
    }
    with world.client(LOGIN) as client:
        assert client.post("/v1/seal-uses", json=body).status_code == 422
    assert kept(world) == []
    assert line.device_id == DEVICE
