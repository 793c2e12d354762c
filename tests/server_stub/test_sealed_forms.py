"""Sealed forms on their way in: verified, time-stamped, their use kept line by line."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from sqlalchemy import select

from app.operations.sealing.apply import open_batch, seal_item
from app.operations.sealing.own_seals import office_seals, provider, seal_image
from app.operations.sealing.plan import plan_batch
from app.operations.workspace import Workspace
from app.protocol.seal_use import UseResult
from app.seal.verify.document import verify
from app.seal.verify.trust import TrustContext, of_registry
from app.seal.verify.verdict import Verdict
from app.store.readmodels import OpState
from server_stub import seal_uses
from server_stub.tables import AuditRow
from server_stub.time_authority import certificate_of, local_authority
from tests.operations.conftest import filled, listener, office, world
from tests.operations.office import Office, ops, sync
from tests.operations.sealing import desk
from tests.seal import pki

__all__ = ["filled", "listener", "office", "world"]

CASE = "case-3"


def seal_one(ws: Workspace) -> None:
    (registered,) = office_seals(ws, [ws.queries.case(CASE)])
    plan = plan_batch(ws, [CASE], registered, size_mm=seal_image(ws, desk.SEAL).size_mm)
    batch = open_batch(ws, plan)
    with provider(ws, desk.SEAL).open(desk.PIN) as key:
        image = seal_image(ws, desk.SEAL)
        seal_item(ws, batch, batch.items[0], registered, key, image)


@pytest.fixture
def sealer(office: Office, tmp_path: Path) -> Workspace:
    desk.approved(office, 1)
    return desk.holder(office, tmp_path)


def test_a_good_form_is_taken_time_stamped_and_its_use_is_kept(
    office: Office, sealer: Workspace, tmp_path: Path
) -> None:
    server = office.world.server
    vars(server)["time_authority"] = local_authority(tmp_path, server.clock)
    seal_one(sealer)
    sync(sealer)
    (stamp,) = office.world.get(CASE)["stamps"]
    assert stamp["time_stamped_sha256"] != stamp["stamped_sha256"]
    stamped = server.blobs.path(stamp["time_stamped_sha256"]).read_bytes()
    known, pinned = of_registry([desk.register(office)])
    context = TrustContext(pinned, (certificate_of(tmp_path),), seals=known)
    (one,) = verify(stamped, context).seals
    assert one.verdict is Verdict.INTACT
    with server.db.read() as session:
        lines = seal_uses.of_case(session, CASE)
        told = set(session.scalars(select(AuditRow.action)))
    assert [line.result for line in lines] == [UseResult.BEGUN, UseResult.SEALED]
    assert lines[1].stamped_sha256 == stamp["stamped_sha256"]
    assert "seal_use" in told
    assert not told & {seal_uses.FORK, seal_uses.GAP, seal_uses.FORGED}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mask_sha256": "0" * 64}, "NOT_TRUSTED"),
        ({"certificates": []}, "NOT_TRUSTED"),
        (
            {"certificates": [base64.b64encode(pki.seal_key(subject="另一枚").der).decode()]},
            "NOT_TRUSTED",
        ),
    ],
)
def test_a_seal_that_is_not_the_registered_one_is_a_conflict(
    office: Office, sealer: Workspace, changes: dict[str, object], why: str
) -> None:
    seal_one(sealer)
    desk.register(office, **changes)
    sync(sealer)
    (stamp,) = [op for op in ops(sealer, CASE) if op.kind == "stamp"]
    assert stamp.state is OpState.CONFLICT
    assert stamp.error_code == "SEAL_INVALID"
    assert (stamp.error_params or {}).get("why") == why
    assert office.world.get(CASE)["status"] == "APPROVED_AT"
    assert office.world.get(CASE)["stamps"] == []
