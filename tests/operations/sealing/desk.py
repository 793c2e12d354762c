"""A unit with a registered seal, a seal holder whose machine knows its key, and approved cases.

What a holder does with them in one go is here too; tests that look at the steps take them one by
one.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.enums import Verb
from app.domain.sealing import Seal
from app.operations import approve, decide
from app.operations.sealing.apply import close_batch, open_batch, seal_item
from app.operations.sealing.own_seals import (
    KeyPlace,
    bind_key,
    office_seals,
    provider,
    seal_image,
)
from app.operations.sealing.plan import SealPlan, plan_batch
from app.operations.workspace import Workspace
from app.store.seal_pages import Batch, BatchState
from server_stub import seals
from tests.operations import road
from tests.operations.office import Office, submitted, sync
from tests.seal import picture, pki
from tests.seal.registered import registered
from tests.server_stub.world import UNIT

SEAL, FORM, PIN = "seal-unit-1", "unit_opinion", pki.PIN


def key_of_unit() -> pki.Issued:
    """The unit's key with its certificate."""
    return pki.seal_key(organisation="示例市政")


def register(office: Office, **changes: object) -> Seal:
    """Put the unit's seal into the server's registry."""
    now = office.world.server.clock.now()
    own: dict[str, Any] = {
        "seal_id": SEAL,
        "name": "单位公章",
        "kind": "单位公章",
        "owner_org": UNIT,
        "valid_from": now - timedelta(days=30),
        "valid_to": now + timedelta(days=700),
    }
    seal = registered(key_of_unit(), picture.seal_image("示例市政"), **own | changes)
    with office.world.server.db.write() as session:
        seals.save_seal(session, seal)
    return seal


def approved(office: Office, count: int) -> list[str]:
    """So many cases that the unit has approved, with the unit's seal registered."""
    road.build(office)
    register(office)
    app_ids = [f"case-{number}" for number in range(3, count + 3)]
    office.submit(*(submitted(app_id, number) for number, app_id in enumerate(app_ids, 1)))
    handler, lead = office.handler_with(*app_ids), office.officer("lujs", "lead")
    for app_id in app_ids:
        decide.propose(handler, app_id=app_id, verb=Verb.PASS)
    sync(handler)
    sync(lead)
    for app_id in app_ids:
        approve.approve(lead, app_id=app_id)
    sync(lead)
    return app_ids


def holder(office: Office, folder: Path, machine: str = "sealer") -> Workspace:
    """The seal holder with the key file and the picture bound to the seal."""
    return bound(office.officer(road.SEALER, machine), folder, machine)


def bound(ws: Workspace, folder: Path, name: str = "sealer") -> Workspace:
    """This machine, with a key file of that name in the folder, and the picture."""
    place = KeyPlace(backend="PKCS12", path=str(key_of_unit().write(folder, f"{name}.p12")))
    bind_key(ws, SEAL, place, picture.seal_image("示例市政"))
    return ws


def planned(ws: Workspace, *app_ids: str) -> SealPlan:
    """What a batch of these cases would seal, and what not."""
    (seal,) = office_seals(ws, [ws.queries.case(app_id) for app_id in app_ids])
    return plan_batch(ws, app_ids, seal, size_mm=seal_image(ws, SEAL).size_mm)


def opened(ws: Workspace, *app_ids: str) -> Batch:
    """A batch in which every one of these cases waits for its seal."""
    plan = planned(ws, *app_ids)
    assert plan.left_out == ()
    return open_batch(ws, plan)


def seal_all(ws: Workspace, *app_ids: str) -> Batch:
    """One batch of these cases, sealed to its end; nothing is sent."""
    batch = opened(ws, *app_ids)
    (seal,) = office_seals(ws, [ws.queries.case(app_id) for app_id in app_ids])
    image = seal_image(ws, SEAL)
    with provider(ws, SEAL).open(PIN) as key:
        for item in batch.items:
            seal_item(ws, batch, item, seal, key, image)
    return close_batch(ws, batch.batch_id, BatchState.DONE)
