"""Changing the unit (单位调整, S0 五, P14, T32): by a key that the new unit has given."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.domain import routing as routes
from app.domain.enums import OrgKind
from app.domain.model import Application, Organisation, RouteNode
from app.domain.workflow import Event
from server_stub import audit, cases, drafts, effects_onward, own, routing, unit_bindings, unit_keys
from server_stub.applicant import View
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.identity import Applicant, Principal
from server_stub.neighbours import of_persons
from server_stub.problems import ApiError
from server_stub.tables import UserRow
from server_stub.tables_units import UnitKeyRow

router = APIRouter(prefix="/v1/applicant", tags=["applicant"])


class Secret(BaseModel):
    """The secret of a unit's key, as the applicant typed it."""

    model_config = ConfigDict(extra="forbid")

    secret: str = Field(min_length=1, max_length=100)


class Bound(BaseModel):
    """The unit that one belongs to now."""

    org_id: str
    name: str


@router.post("/unit")
def bind(body: Secret, caller: Applicant, server: ServerDep) -> Bound:
    """Join a unit by its key. Applications begun from here on are the new unit's; those that are
    under way stay where they are until each is transferred.

    422 UNIT_KEY_UNKNOWN, UNIT_KEY_EXPIRED or UNIT_KEY_REVOKED.
    """
    with server.db.write() as session:
        key = unit_keys.redeem(session, server, body.secret, server.clock.now())
        unit = _join(session, server, caller, key)
        return Bound(org_id=unit.org_id, name=unit.name)


@router.post("/applications/{app_id}/transfer")
def transfer(app_id: str, body: Secret, caller: Applicant, server: ServerDep) -> View:
    """Move an application to the unit that gave the key (T32); not while somebody works on it.

    The old unit sees nothing of what comes after. What it had put into its dossier, and held
    against the scans, was its own: the new unit begins another. 409 WRONG_STATE, UNIT_SAME; 422
    as for joining.
    """
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        own.check(session, server, caller, case, Event.TRANSFER)
        now = server.clock.now()
        key = unit_keys.redeem(session, server, body.secret, now)
        if key.org_id == case.application.unit_org_id:
            raise ApiError(409, "UNIT_SAME")
        unit = _join(session, server, caller, key)
        before = case.application
        moved = effects_onward.transfer(
            before, unit.org_id, unit.name, _route(session, server, before, unit), now
        )
        if before.node_org == before.unit_org_id:
            others = [one for one in moved.anchors if one.org_id != before.unit_org_id]
            moved = moved.model_copy(update={"dossier": None, "anchors": others})
        cases.store(session, case, moved)
        own.note(session, server, caller, "transfer", case)
        return drafts.view(case)


def _join(session: Session, server: Server, caller: Principal, key: UnitKeyRow) -> Organisation:
    at = stamp(server.clock.now())
    unit_bindings.bind(session, caller.person_id, key.org_id, key_id=key.key_id, at=at)
    session.get_one(UserRow, caller.user_id).org_id = key.org_id
    audit.record(
        session,
        at=at,
        actor=caller.user_id,
        device=caller.device_id,
        action="join_unit",
        subject=key.org_id,
        payload=key.key_id.encode(),
    )
    cases.refresh(session, of_persons(session, [caller.person_id]))
    return routing.offices(session)[key.org_id]


def _route(
    session: Session, server: Server, application: Application, unit: Organisation
) -> list[RouteNode]:
    """The route by the new unit's data; what was passed stays passed."""
    if not application.route:
        return []
    first = application.route[0]
    if first.kind is OrgKind.UNIT:
        first = first.model_copy(update={"org_id": unit.org_id, "name": unit.name})
    begun = application.model_copy(
        update={"route": [first, *application.route[1:]], "unit_org_id": unit.org_id}
    )
    chain = routes.routing_of(server.packs.profile(application.profile), application.type)
    return routes.rerouted(begun, chain, unit, routing.offices(session))
