"""Loss publicities as the office in charge sees them: objections, and the end (T06, T07)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.model import Application
from app.domain.publicity import Publicity
from app.domain.refusal import Refusal
from app.domain.workflow import Event, Situation, refusals
from server_stub import cases, drafts, loss, own, scope
from server_stub.cases import Case
from server_stub.context import Server, ServerDep
from server_stub.housekeeping import settle, sweep
from server_stub.identity import Principal, TitleOffice
from server_stub.problems import ApiError, not_found
from server_stub.tables import ApplicationRow

router = APIRouter(prefix="/v1/loss-publicities", tags=["loss"])


class Words(BaseModel):
    """Body of the routes below: what is said."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=2000)


class Upheld(Words):
    """Body of ``…/uphold``; ``final``: the application ends, else it begins again with item 1."""

    final: bool = False


class LossItem(BaseModel):
    """A running publicity: whose certificate, which one, until when."""

    app_id: str
    name: str
    original: dict[str, Any]
    publicity: Publicity


@router.get("")
def running(caller: TitleOffice, server: ServerDep) -> list[LossItem]:
    """The publicities of the caller's office that are not over."""
    sweep(server)
    wanted = select(ApplicationRow).where(
        ApplicationRow.status == Status.LOSS_PUBLICITY.value,
        ApplicationRow.node_org == caller.org_id,
    )
    with server.db.read() as session:
        rows = session.scalars(wanted.order_by(ApplicationRow.app_id)).all()
        return [_item(server, row) for row in rows]


@router.post("/{app_id}/objection")
def objection(app_id: str, body: Words, caller: TitleOffice, server: ServerDep) -> LossItem:
    """Somebody objects; the publicity does not end by itself until that is settled."""
    with server.db.write() as session:
        case = _load(session, server, caller, app_id)
        who, now = (caller.user_id, caller.name), server.clock.now()
        cases.store(session, case, loss.objected(case.application, body.text, now, who))
        own.note(session, server, caller, "loss_objection", case)
        return _item(server, case.row)


@router.post("/{app_id}/settle")
def settle_objection(app_id: str, body: Words, caller: TitleOffice, server: ServerDep) -> LossItem:
    """The objection does not hold; ``text`` says how it was dealt with."""
    with server.db.write() as session:
        case = _load(session, server, caller, app_id)
        _check_disputed(case.application)
        who, now = (caller.user_id, caller.name), server.clock.now()
        cases.store(session, case, loss.settled(case.application, body.text, now, who))
        settle(session, case, now)
        own.note(session, server, caller, "loss_objection_settled", case)
        return _item(server, case.row)


@router.post("/{app_id}/uphold", status_code=204)
def uphold(app_id: str, body: Upheld, caller: TitleOffice, server: ServerDep) -> None:
    """The objection holds (T07)."""
    with server.db.write() as session:
        case = _load(session, server, caller, app_id)
        _check_disputed(case.application)
        profile, now = own.profile_of(server, case), server.clock.now()
        actor = caller.actor(is_applicant_themselves=scope.is_about_caller(caller, case.row))
        at = Situation(case.application, actor, profile, now, reason=body.text)
        for refusal in refusals(Event.UPHOLD_OBJECTION, at):
            raise _refused(refusal)
        who = (caller.user_id, caller.name)
        cases.store(
            session, case, loss.upheld(case.application, body.text, now, who, final=body.final)
        )
        own.note(session, server, caller, "loss_objection_upheld", case)


@router.post("/{app_id}/close", status_code=204)
def close(app_id: str, body: Words, caller: TitleOffice, server: ServerDep) -> None:
    """Close what the clock does not close by itself: a year's holidays are not known."""
    with server.db.write() as session:
        case = _load(session, server, caller, app_id)
        now = server.clock.now()
        refusal = loss.close_refusal(case.application, now)
        if refusal is not None:
            raise _refused(refusal)
        who = (caller.user_id, caller.name)
        cases.store(session, case, loss.closed(case.application, now, who, body.text))
        own.note(session, server, caller, "loss_publicity_end", case)


def _load(session: Session, server: Server, caller: Principal, app_id: str) -> Case:
    """A running publicity of the caller's office, that is not about the caller."""
    case = cases.load(session, app_id)
    if case is None or case.application.node_org != caller.org_id:
        raise not_found()
    settle(session, case, server.clock.now())
    if case.application.status is not Status.LOSS_PUBLICITY:
        if case.application.current_version == 0 and case.application.loss_publicity is None:
            raise not_found()
        raise ApiError(409, "WRONG_STATE", params={"status": case.application.status.value})
    if scope.is_about_caller(caller, case.row):
        raise ApiError(409, "SELF_REVIEW")
    return case


def _check_disputed(application: Application) -> None:
    publicity = application.loss_publicity
    if publicity is None or not loss.is_disputed(publicity):
        raise ApiError(409, "LOSS_NOT_OBJECTED")


def _refused(refusal: Refusal) -> ApiError:
    return ApiError(409, refusal.code, params=refusal.params)


def _item(server: Server, row: ApplicationRow) -> LossItem:
    application = Application.model_validate_json(row.doc)
    draft = drafts.working_copy(Case(row, application))
    profile = server.packs.profile(application.profile)
    fields: dict[str, Any] = {}
    for code in loss.first_modules(profile, application):
        for entry in draft.entries(code):
            fields |= entry.fields
    assert application.loss_publicity is not None
    return LossItem(
        app_id=application.app_id,
        name=draft.person.name,
        original=fields,
        publicity=application.loss_publicity,
    )
