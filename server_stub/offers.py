"""What an applicant may do now with an application, and what may be printed of it (P2, P17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.domain.prints import is_unlocked, print_set
from app.domain.profile import Profile, Text
from app.domain.workflow import TRANSITIONS, Event, Seat, Situation, refusals
from server_stub import cases, drafts
from server_stub.cases import Case
from server_stub.context import Server, ServerDep
from server_stub.housekeeping import sweep
from server_stub.identity import Applicant, Principal
from server_stub.problems import ApiError, not_found

router = APIRouter(prefix="/v1/applicant/applications", tags=["applicant"])

_OFFERED = tuple(
    dict.fromkeys(
        row.event
        for row in TRANSITIONS
        if Seat.APPLICANT in row.seats and row.event is not Event.CREATE
    )
)


class Actions(BaseModel):
    """Answer of ``GET …/actions``: events of the transition table."""

    actions: list[str]


class Printable(BaseModel):
    """A print set of the region, and whether it may be printed now."""

    code: str
    label: Text
    forms: list[str]
    unlocked: bool


class PrintData(BaseModel):
    """Answer of ``GET …/prints/{code}``: the forms, and the application they are filled from."""

    code: str
    forms: list[str]
    application: dict[str, Any]


@router.get("/{app_id}/actions")
def actions(app_id: str, caller: Applicant, server: ServerDep) -> Actions:
    """What the workflow lets the applicant do now; what the region does not offer is not there."""
    sweep(server)
    with server.db.read() as session:
        case, profile = _own(session, server, caller, app_id)
        return Actions(actions=_offered(case, profile, caller, server.clock.now()))


@router.get("/{app_id}/prints")
def listed(app_id: str, caller: Applicant, server: ServerDep) -> list[Printable]:
    """The print sets of the region."""
    sweep(server)
    with server.db.read() as session:
        case, profile = _own(session, server, caller, app_id)
        return [
            Printable(
                code=prints.code,
                label=prints.label,
                forms=prints.forms,
                unlocked=is_unlocked(prints, case.application),
            )
            for prints in profile.prints
        ]


@router.get("/{app_id}/prints/{code}")
def one(app_id: str, code: str, caller: Applicant, server: ServerDep) -> PrintData:
    """What the forms of a print set are filled from. 409 PRINT_LOCKED before it is time."""
    sweep(server)
    with server.db.read() as session:
        case, profile = _own(session, server, caller, app_id)
        prints = print_set(profile, code)
        if prints is None:
            raise not_found()
        if not is_unlocked(prints, case.application):
            raise ApiError(409, "PRINT_LOCKED", params={"label": prints.label.zh_CN})
        return PrintData(code=code, forms=prints.forms, application=drafts.view(case))


def _offered(case: Case, profile: Profile, caller: Principal, now: datetime) -> list[str]:
    at = Situation(case.application, caller.actor(), profile, now)
    return [event.value for event in _OFFERED if not refusals(event, at)]


def _own(session: Session, server: Server, caller: Principal, app_id: str) -> tuple[Case, Profile]:
    case = cases.load_for_applicant(session, caller, app_id)
    pack = server.packs.profile(case.application.profile)
    return case, pack.for_type(case.application.type)
