"""A seal whose key was lost is frozen at the server, for every machine."""

from __future__ import annotations

import pytest

from app.operations.errors import OperationRefused
from app.operations.sealing.freeze import freeze_seal
from app.operations.sealing.own_seals import registered_seals
from app.operations.workspace import Workspace
from app.sync.errors import SyncError
from tests.operations import road
from tests.operations.office import Office, audited, sync
from tests.operations.sealing import desk
from tests.operations.sealing.desk import SEAL


def test_a_seal_is_frozen_here_and_on_every_other_machine(office: Office) -> None:
    road.build(office)
    desk.register(office, holders=["u-sealer1"])
    here, there = office.officer(road.SEALER, "here"), office.officer(road.SEALER, "there")
    freeze_seal(here, SEAL, " 密钥丢失 ")
    (seal,) = registered_seals(here)
    assert seal.status == "FROZEN"
    assert seal.history[-1].reason == "密钥丢失"
    assert audited(here)[-1] == "seal.freeze"
    sync(there)
    assert [one.status for one in registered_seals(there)] == ["FROZEN"]


def test_without_a_reason_or_a_server_nothing_is_done(machine: Workspace) -> None:
    with pytest.raises(OperationRefused) as refused:
        freeze_seal(machine, SEAL, " 丢 ")
    assert refused.value.code == "own_seals.reason_short"
    with pytest.raises(OperationRefused) as refused:
        freeze_seal(machine, SEAL, "密钥丢失")
    assert refused.value.code == "OP_NEEDS_ONLINE"
    assert "seal.freeze" not in audited(machine)


def test_a_seal_that_is_not_ours_is_not_found(office: Office) -> None:
    road.build(office)
    desk.register(office, owner_org="org-unit-2")
    sealer = office.officer(road.SEALER, "sealer")
    with pytest.raises(SyncError) as refused:
        freeze_seal(sealer, SEAL, "密钥丢失")
    assert refused.value.code == "NOT_FOUND"
