"""The calls of the registry of seals, for the table of who may do what."""

from __future__ import annotations

from datetime import timedelta

from app.domain.sealing import Seal
from server_stub import seals
from server_stub.seal_authority import local_authority
from server_stub.seal_trust import SealTrust
from server_stub.settings import SealFiles
from tests.server_stub.authorisation_calls import BUILDERS, Call, Request, builds, once, plain
from tests.server_stub.world import MARKET

BUILDERS["GET /v1/seals"] = plain("/v1/seals")


@builds("GET /v1/seals/crl/{name}")
def _list(call: Call) -> Request:
    server = call.world.server
    authority = local_authority(server.db.path.parent, server.clock)
    vars(server)["seal_trust"] = SealTrust(SealFiles(), authority, b"")
    return "/v1/seals/crl/local", {}


@builds("POST /v1/seals/{seal_id}/status")
def _freeze(call: Call) -> Request:
    body = {"status": "FROZEN", "reason": "示例"}
    return f"/v1/seals/{_seal(call)}/status", {"json": body}


@once
def _seal(call: Call) -> str:
    server = call.world.server
    now = server.clock.now()
    seal = Seal(
        seal_id=f"seal-{call.serial}",
        name="单位公章",
        owner_org=MARKET,
        valid_from=now - timedelta(days=1),
        valid_to=now + timedelta(days=1),
    )
    with server.db.write() as session:
        seals.save_seal(session, seal)
    return seal.seal_id


for _path in ("/v1/seal-uses", "/v1/audit/verify"):
    BUILDERS[f"GET {_path}"] = plain(_path)


@builds("POST /v1/seal-uses")
def _heads(call: Call) -> Request:
    del call
    return "/v1/seal-uses", {"json": {"head": {}}}
