"""An empty demo server is filled once, with seals that it has registered itself."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from app.seal.pkcs12 import Pkcs12File
from server_stub import cases, seals
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.demo.cases import manifest
from server_stub.demo_data import fill_if_empty, seal_files
from tests.server_stub.demo.demo_set import NOW
from tests.server_stub.demo.test_plan import undrawn
from tests.server_stub.demo.test_seals import Ledger
from tests.server_stub.world import CHEAP


def test_an_empty_server_gets_its_data_and_its_seals_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "files", undrawn)
    assert seal_files(tmp_path) == {}
    server = Server(tmp_path, CHEAP, Clock(lambda: NOW), demo=True)
    try:
        assert fill_if_empty(server, tmp_path, 1)
        told = seal_files(tmp_path)
        key = Pkcs12File(Path(told["folder"], "unit.p12"), Ledger()).open(told["pin"])
        before = Path(told["folder"], "unit.p12").read_bytes()
        assert not fill_if_empty(server, tmp_path, 1)
        assert Path(told["folder"], "unit.p12").read_bytes() == before
        with server.db.read() as session:
            (own,) = (one for one in seals.every(session) if one.seal_id == "seal-org-unit-1")
            case = cases.load(session, f"A{NOW.year}-000001")
        assert len(base64.b64decode(own.certificates[0])) > 300
        assert own.holders == ["sealer1"]
        assert case is not None
        around = case.application.surroundings
        assert around is not None
        assert own.certificates[0] in {
            text for seal in around.seals or [] for text in seal.certificates
        }, "a case tells of the seal as it is registered"
        assert key.info.fingerprint
        key.close()
    finally:
        server.close()
