"""Offices above the unit, their people, and the steps of an applicant and an office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx

from app.domain.model import Organisation
from app.domain.partial_date import CHINA
from server_stub import registry
from tests.server_stub.acting import claim, operation, result
from tests.server_stub.world import PASSWORD, World, sha

APPLICATIONS = "/v1/applicant/applications"
CITY, REGION, COMMITTEE = "org-city", "org-region", "org-committee"
JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 200
PEOPLE = {
    "cityclerk": (CITY, "OFFICE_CLERK"),
    "citylead": (CITY, "OFFICE_LEAD"),
    "regclerk": (REGION, "OFFICE_CLERK"),
    "reglead": (REGION, "OFFICE_LEAD"),
    "comclerk": (COMMITTEE, "COMMITTEE_CLERK"),
    "comlead": (COMMITTEE, "OFFICE_LEAD"),
}


def open_offices(world: World, **facts: Any) -> None:
    """Let there be a city office, a region office and a committee, with ``facts`` of them all."""
    hashed = world.server.passwords.hash(PASSWORD)
    kinds = ((CITY, "CITY_TITLE"), (REGION, "REGION_TITLE"), (COMMITTEE, "COMMITTEE"))
    with world.server.db.write() as session:
        for org_id, kind in kinds:
            office = {"org_id": org_id, "name": f"柳州示例{kind}", "kind": kind, **facts}
            registry.save_organisation(session, Organisation.model_validate(office))
        for login, (org_id, role) in PEOPLE.items():
            registry.save_user(
                session, user_id=f"u-{login}", login=login, name=login, org_id=org_id,
                roles=[role], password_hash=hashed,
            )  # fmt: skip


def travel(world: World, text: str) -> None:
    """Let it be this moment in China, ``2026-09-24 09:00``."""
    moment = datetime.fromisoformat(text).replace(tzinfo=CHINA)
    world.server.clock.travel_to(moment)


def moment_of(world: World) -> datetime:
    """The server's time."""
    return world.server.clock.now()


def attach(
    client: httpx.Client, app_id: str, module: str, slot: str, **more: Any
) -> httpx.Response:
    """Upload a small JPEG and put it into a slot."""
    client.put(f"/v1/blobs/{sha(JPEG)}", content=JPEG).raise_for_status()
    meta = {
        "sha256": sha(JPEG), "bytes": len(JPEG), "mime": "image/jpeg", "slot": slot,
        "module_code": module, "filename": f"{slot}.jpg", **more,
    }  # fmt: skip
    return client.post(f"{APPLICATIONS}/{app_id}/attachments", json=meta)


def put_module(client: httpx.Client, app_id: str, code: str, **fields: Any) -> httpx.Response:
    """Fill in the one entry of a module."""
    body = {"entries": [{"entry_id": f"e-{code}", "fields": fields}]}
    return client.put(f"{APPLICATIONS}/{app_id}/modules/{code}", json=body)


def hand_in(client: httpx.Client, app_id: str, how: str = "submit") -> httpx.Response:
    """Commit and submit, or resubmit."""
    commitment = {"text_version": "1"}
    client.post(f"{APPLICATIONS}/{app_id}/commitment", json=commitment).raise_for_status()
    return client.post(f"{APPLICATIONS}/{app_id}/{how}")


def act(world: World, login: str, app_id: str, kind: str, **payload: Any) -> dict[str, Any]:
    """Send one operation of an officer; returns its result."""
    more = {"payload": payload} if payload else {}
    with world.client(login) as client:
        document = world.get(app_id)
        now = moment_of(world)
        return result(
            client,
            operation(
                world, app_id, login, kind, stage_index=document["stage_index"],
                at_local=now, server_time_est=now, **more,
            ),
        )  # fmt: skip


def decide(world: World, app_id: str, office: str, verb: str, **decision: Any) -> None:
    """Let ``office`` (city, reg) claim, propose and approve."""
    with world.client(f"{office}clerk") as client:
        assert claim(client, app_id)[0].get("claim"), world.get(app_id)["status"]
    proposed = act(world, f"{office}clerk", app_id, "propose", verb=verb, **decision)
    assert proposed["status"] == "applied", proposed
    granted = [one["finding_id"] for one in decision.get("overrides", [])]
    proposal = world.get(app_id)["proposal"]["op_id"]
    approved = act(
        world, f"{office}lead", app_id, "approve",
        proposal_op_id=proposal, text="", overrides=granted,
    )  # fmt: skip
    assert approved["status"] == "applied", approved


def why(answer: dict[str, Any]) -> str:
    """Why an operation was refused: its code, or the guard behind it."""
    assert answer["status"] != "applied", answer
    return str(answer["params"].get("guard") or answer["code"])
