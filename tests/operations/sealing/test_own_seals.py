"""Which key goes with which seal on this machine: noted, changed, forgotten, always on record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.operations.errors import OperationRefused
from app.operations.sealing.own_seals import (
    KeyPlace,
    bind_key,
    key_place,
    provider,
    seal_image,
    unbind_key,
)
from app.operations.workspace import Workspace
from app.seal.pkcs12 import Pkcs12File
from tests.operations.sealing.desk import SEAL
from tests.operations.sealing.test_registration import IMAGE
from tests.seal import picture


def test_a_key_is_bound_changed_and_unbound_on_the_record(machine: Workspace, p12: Path) -> None:
    first = KeyPlace(backend="PKCS12", path=str(p12), file_sha256="ab" * 32)
    bind_key(machine, SEAL, first, IMAGE)
    bind_key(machine, "seal-2", first, picture.seal_image())
    second = KeyPlace(backend="PKCS11", path="/driver.so", token="office", label="seal")
    bind_key(machine, SEAL, second, IMAGE)
    assert key_place(machine, SEAL) == second
    unbind_key(machine, SEAL)
    assert key_place(machine, SEAL) is None
    for ask in (seal_image, provider, unbind_key):
        with pytest.raises(OperationRefused) as refused:
            ask(machine, SEAL)
        assert refused.value.code == "sealing.no_key"
    assert key_place(machine, "seal-2") == first
    assert seal_image(machine, "seal-2") == picture.seal_image()
    assert isinstance(provider(machine, "seal-2"), Pkcs12File)
    rows = [row for row in machine.journal.audit_entries(9) if row.action.startswith("seal.")]
    assert [(row.action, row.subject) for row in reversed(rows)] == [
        ("seal.bind", SEAL),
        ("seal.bind", "seal-2"),
        ("seal.bind", SEAL),
        ("seal.unbind", SEAL),
    ]
    assert len({row.payload_sha256 for row in rows}) == 4


def test_a_place_noted_by_an_earlier_version_is_read(machine: Workspace, p12: Path) -> None:
    old = {"backend": "PKCS12", "path": str(p12), "token": "", "label": "", "certificate": "",
           "file_sha256": ""}  # fmt: skip
    machine.journal.put_settings({"seals.keys": json.loads(json.dumps({SEAL: old}))})
    place = key_place(machine, SEAL)
    assert place is not None
    assert place.above == ()
