"""Putting a case where a test needs it: at another node of its route, in another state."""

from __future__ import annotations

from typing import Any

from server_stub import cases
from tests.server_stub.world import MARKET, World

STAGES = {"unit": ("UNIT", 0), "office": ("REGION_TITLE", 1), "committee": ("COMMITTEE", 2)}


def put(world: World, app_id: str, **update: Any) -> None:
    """Write fields of the stored document, as if everything before had happened."""
    with world.server.db.write() as session:
        case = cases.load(session, app_id)
        assert case is not None
        document = case.application.model_dump(mode="json") | update
        cases.store(session, case, type(case.application).model_validate(document))


def place(world: World, app_id: str, stage: str, org_id: str = MARKET) -> None:
    """Let the case lie at ``org_id`` as unit, office or committee."""
    kind, index = STAGES[stage]
    route = [
        {"kind": other, "org_id": f"passed-{number}", "name": other, "state": "done"}
        for other, number in STAGES.values()
    ]
    route[index] = {"kind": kind, "org_id": org_id, "name": kind, "state": "now"}
    put(world, app_id, route=route, stage_index=index, node_org=org_id, nodes_seen=[org_id])


def passed(world: World, app_id: str, **update: Any) -> None:
    """Let the case have passed where it lies, by two people who take no part in the test."""
    version = world.get(app_id)["version"]
    proposal = {
        "op_id": "op-before",
        "decision": {"verb": "PASS"},
        "version_no": version["version_no"],
        "content_sha256": version["content_sha256"],
        "handler_id": "somebody",
        "proposed_at": world.clock().isoformat(),
        "approver_id": "somebody-else",
        "outcome": "APPROVED",
    }
    put(world, app_id, **({"status": "APPROVED_AT", "proposal": proposal} | update))
