"""The record of seal uses here and at the server, held against each other at every sync."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.operations.sealing.apply import BatchStopped, close_batch, open_batch, seal_item
from app.operations.sealing.own_seals import provider, seal_image
from app.operations.workspace import Workspace
from app.protocol.messages import has_message
from app.protocol.seal_use import UseResult
from app.store.journal_schema import seal_use
from app.store.readmodels import OpState
from app.store.seal_pages import BatchState
from app.sync.events import Notice
from server_stub import seal_uses
from server_stub.tables import AuditRow
from server_stub.tables_units import SealUseRow
from tests.operations.office import Office, ops, sync
from tests.operations.sealing import desk

CASE = "case-3"


def abandon_one(ws: Workspace) -> None:
    """A use whose key was gone: two lines, and no stamp to travel with."""
    plan = desk.planned(ws, CASE)
    batch = open_batch(ws, plan)
    with provider(ws, desk.SEAL).open(desk.PIN) as key:
        pass
    with pytest.raises(BatchStopped):
        seal_item(ws, batch, batch.items[0], plan.seal, key, seal_image(ws, desk.SEAL))
    close_batch(ws, batch.batch_id, BatchState.CANCELLED)


def kept(unit: Office) -> list[UseResult]:
    with unit.world.server.db.read() as session:
        return [line.result for line in seal_uses.of_case(session, CASE)]


def logged(unit: Office) -> set[str]:
    with unit.world.server.db.read() as session:
        wanted = select(AuditRow.action).where(AuditRow.action.like("seal_use%"))
        return set(session.scalars(wanted))


def notices(unit: Office) -> list[str]:
    return [event.code for event in unit.events if isinstance(event, Notice)]


def test_a_use_that_no_stamp_tells_of_reaches_the_server(unit: Office, sealer: Workspace) -> None:
    abandon_one(sealer)
    sync(sealer)
    assert kept(unit) == [UseResult.BEGUN, UseResult.ABANDONED]
    desk.seal_all(sealer, CASE)
    sync(sealer)
    assert kept(unit)[2:] == [UseResult.BEGUN, UseResult.SEALED]
    assert logged(unit) == {"seal_use"}
    assert notices(unit) == []


def test_the_lines_of_a_refused_stamp_are_kept(unit: Office, sealer: Workspace) -> None:
    desk.seal_all(sealer, CASE)
    desk.register(unit, mask_sha256="0" * 64)
    sync(sealer)
    (stamp,) = [op for op in ops(sealer, CASE) if op.kind == "stamp"]
    assert (stamp.state, stamp.error_code) == (OpState.CONFLICT, "SEAL_INVALID")
    assert kept(unit) == [UseResult.BEGUN, UseResult.SEALED]


def test_lines_the_server_lost_are_sent_again(unit: Office, sealer: Workspace) -> None:
    abandon_one(sealer)
    desk.seal_all(sealer, CASE)
    sync(sealer)
    with unit.world.server.db.write() as session:
        session.execute(delete(SealUseRow).where(SealUseRow.seq.in_((2, 3))))
    sync(sealer)
    assert len(kept(unit)) == 4
    assert notices(unit) == []


def test_a_line_that_was_changed_here_is_told_on_both_sides(
    unit: Office, sealer: Workspace
) -> None:
    desk.seal_all(sealer, CASE)
    sync(sealer)
    with sealer.journal.write() as connection:
        connection.execute(update(seal_use).where(seal_use.c.seq == 2).values(hash="f" * 64))
    for _ in range(2):
        sync(sealer)
    assert notices(unit) == ["SEAL_LOG_FORK"]
    assert seal_uses.FORK in logged(unit)


def test_a_record_that_was_cut_short_is_told_on_both_sides(unit: Office, sealer: Workspace) -> None:
    abandon_one(sealer)
    desk.seal_all(sealer, CASE)
    sync(sealer)
    with sealer.journal.write() as connection:
        connection.execute(delete(seal_use).where(seal_use.c.seq > 2))
    sync(sealer)
    assert notices(unit) == ["SEAL_LOG_ROLLED_BACK"]
    assert seal_uses.ROLLED_BACK in logged(unit)


def test_a_server_whose_log_is_another_is_told(unit: Office, sealer: Workspace) -> None:
    desk.seal_all(sealer, CASE)
    sync(sealer)
    with unit.world.server.db.write() as session:
        session.execute(update(AuditRow).values(hash="e" * 64))
    sync(sealer)
    assert notices(unit) == ["SERVER_LOG_CHANGED"]
    assert all(has_message(code) and has_message(code, "en") for code in notices(unit))


def test_two_machines_that_seal_one_case_end_in_a_conflict_with_its_reason(
    unit: Office, sealer: Workspace, tmp_path: Path
) -> None:
    other = desk.holder(unit, tmp_path, "second")
    desk.seal_all(sealer, CASE)
    desk.seal_all(other, CASE)
    sync(sealer)
    unit.world.later(minutes=1)
    sync(other)
    (stamp,) = [op for op in ops(other, CASE) if op.kind == "stamp"]
    assert (stamp.state, stamp.error_code) == (OpState.CONFLICT, "FORM_SEALED")
    assert (stamp.error_params or {}) == {"name": "罗映舟", "seal": "单位公章"}
    assert has_message("FORM_SEALED")
    assert len(unit.world.get(CASE)["stamps"]) == 1
    assert len(kept(unit)) == 4  # both uses are on record
