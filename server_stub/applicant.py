"""The applicant's side of every transition of the unit stage (domain §1.7, §4.7)."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import ApplicationType, Origin, Status
from app.domain.model import (
    ApplicationVersion,
    Attachment,
    CommitmentAck,
    Declaration,
    Organisation,
    Person,
)
from app.domain.profile import Profile, TypeSpec
from app.domain.workflow import Event
from server_stub import (
    bodies,
    cases,
    certificate_cases,
    drafts,
    effects,
    formcheck,
    handing_in,
    leases,
    loss_items,
    own,
    provenance,
    submission,
)
from server_stub.cases import Case
from server_stub.context import Server, ServerDep
from server_stub.housekeeping import sweep
from server_stub.identity import Applicant, Principal
from server_stub.problems import ApiError, not_found
from server_stub.tables import ActivityRow, ApplicationRow, OrganisationRow, UserRow

router = APIRouter(prefix="/v1/applicant/applications", tags=["applicant"])
View = dict[str, Any]


class NewApplication(BaseModel):
    """Body of ``POST /v1/applicant/applications``."""

    model_config = ConfigDict(extra="forbid")

    profile: str
    type: ApplicationType = ApplicationType.EVALUATION
    declaration: Declaration


class NewAttachment(BaseModel):
    """Body of ``POST …/attachments``: where the uploaded file belongs."""

    model_config = ConfigDict(extra="forbid")

    sha256: str
    bytes: int = Field(ge=0)
    mime: str
    slot: str
    module_code: str
    entry_id: str | None = None
    filename: str = Field(min_length=1, max_length=255)
    att_id: str | None = None


class Commitment(BaseModel):
    """Body of ``POST …/commitment``."""

    model_config = ConfigDict(extra="forbid")

    text_version: str = Field(min_length=1)


@router.get("")
def listed(caller: Applicant, server: ServerDep) -> list[View]:
    """One's own applications, newest first; deleted ones are gone."""
    sweep(server)
    wanted = (
        select(ApplicationRow.app_id)
        .where(
            ApplicationRow.person_id == caller.person_id,
            ApplicationRow.status != Status.DELETED.value,
        )
        .order_by(ApplicationRow.rev.desc())
    )
    with server.db.read() as session:
        return [
            drafts.view(cases.load_for_applicant(session, caller, app_id))
            for app_id in session.scalars(wanted).all()
        ]


@router.post("", status_code=201)
def create(body: NewApplication, caller: Applicant, server: ServerDep) -> View:
    """Begin a draft (T01). 409 ONE_SERIES_PER_YEAR, 422 NO_ACTIVITY, TYPE_NOT_OFFERED, INVALID."""
    pack = server.packs.find(body.profile)
    if pack is None:
        errors = [{"where": "profile", "message": "unknown profile"}]
        raise ApiError(422, "INVALID", errors=errors)
    spec = pack.profile.type_spec(body.type)
    if spec is None:
        raise ApiError(422, "TYPE_NOT_OFFERED")
    with server.db.write() as session:
        user = session.get_one(UserRow, caller.user_id)
        person = Person.model_validate_json(user.person)
        mac = user.id_number_mac
        _check_activity(session, spec, body.declaration)
        if spec.one_series:
            drafts.check_one_series(session, person, mac, body.declaration, "")
        draft = drafts.new_draft(person, body.declaration)
        unit = _office(session, caller.org_id)
        case = submission.begin(session, draft, pack.profile, unit, mac, body.type)
        own.note(session, server, caller, "create", case)
        return drafts.view(case)


@router.get("/{app_id}")
def one(app_id: str, caller: Applicant, server: ServerDep) -> View:
    """One's own application, with ``draft`` where one is being edited."""
    sweep(server)
    with server.db.read() as session:
        return drafts.view(cases.load_for_applicant(session, caller, app_id))


@router.delete("/{app_id}", status_code=204)
def delete(app_id: str, caller: Applicant, server: ServerDep) -> Response:
    """Delete a draft or what was withdrawn (T04), and where the region allows it what was returned
    (T20); the audit log keeps that it was there (P18)."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        own.check(session, server, caller, case, Event.DELETE)
        gone = case.application.model_copy(update={"status": Status.DELETED})
        case.row.draft = None
        cases.store(session, case, gone)
        own.note(session, server, caller, "delete", case)
    return Response(status_code=204)


@router.put("/{app_id}/declaration")
def put_declaration(
    app_id: str, body: bodies.Declaration, caller: Applicant, server: ServerDep
) -> View:
    """Change what is applied for (T03). 409 TARGET_LOCKED once it was submitted (P5)."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        drafts.check_target(case, body)
        profile = own.profile_of(server, case)
        _check_activity(session, profile.type_spec(case.application.type), body)
        draft = drafts.working_copy(case)
        _check_one_series(session, case, profile, draft.person, body)
        changed = draft.model_copy(update={"declaration": body})
        drafts.save(case, certificate_cases.aligned(case, changed))
        return drafts.view(case)


@router.put("/{app_id}/modules/{code}")
def put_module(
    app_id: str, code: str, body: bodies.ModuleData, caller: Applicant, server: ServerDep
) -> View:
    """Replace one module (T02). 422 INVALID names each field that does not fit the profile.

    Item 1 of a loss reissue opens its publicity; item 2 is 409 LOSS_ITEM_LOCKED until that is over.
    """
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        profile = own.profile_of(server, case)
        loss_items.check_open(session, server, case, profile, code)
        drafts.check_editable(case)
        draft = drafts.working_copy(case)
        problems = formcheck.module_problems(profile, code, body, draft)
        if problems:
            raise ApiError(422, "INVALID", errors=problems)
        honest = provenance.honest(draft, code, body)
        changed = draft.model_copy(update={"modules": {**draft.modules, code: honest}})
        if loss_items.is_first(case, profile, code):
            loss_items.save_first(session, server, caller, case, profile, changed)
        else:
            drafts.save(case, certificate_cases.aligned(case, changed))
        return drafts.view(case)


@router.post("/{app_id}/attachments", status_code=201)
def attach(app_id: str, body: NewAttachment, caller: Applicant, server: ServerDep) -> View:
    """Put a file, uploaded before by ``PUT /v1/blobs``, into a slot (P8)."""
    attachment = Attachment.model_validate(
        {**body.model_dump(), "att_id": body.att_id or uuid.uuid4().hex}
    )
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        profile = own.profile_of(server, case)
        loss_items.check_open(session, server, case, profile, body.module_code)
        drafts.check_editable(case)
        draft = drafts.attach(session, caller.user_id, case, profile, attachment)
        drafts.save(case, draft)
        return drafts.view(case)


@router.delete("/{app_id}/attachments/{att_id}")
def detach(app_id: str, att_id: str, caller: Applicant, server: ServerDep) -> View:
    """Take a file out again. Versions already submitted keep theirs."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        drafts.check_editable(case)
        draft = drafts.detach(session, case, att_id)
        if draft is None:
            raise not_found()
        drafts.save(case, draft)
        return drafts.view(case)


@router.post("/{app_id}/commitment")
def commit(app_id: str, body: Commitment, caller: Applicant, server: ServerDep) -> View:
    """Accept the commitment text for exactly this content (P9)."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        drafts.check_editable(case)
        ack = CommitmentAck(text_version=body.text_version, at=server.clock.now())
        draft = drafts.working_copy(case).model_copy(update={"commitment_ack": ack})
        drafts.save(case, draft, keeps_commitment=True)
        own.note(session, server, caller, "commitment", case)
        return drafts.view(case)


@router.post("/{app_id}/submit")
def submit(app_id: str, caller: Applicant, server: ServerDep) -> View:
    """Hand in (T08): inside the window, complete, committed to."""
    return _hand_in(app_id, caller, server, Event.SUBMIT)


@router.post("/{app_id}/resubmit")
def resubmit(app_id: str, caller: Applicant, server: ServerDep) -> View:
    """Hand in again what was returned (T19), before the deadline: version n+1."""
    return _hand_in(app_id, caller, server, Event.RESUBMIT)


@router.post("/{app_id}/withdraw")
def withdraw(app_id: str, caller: Applicant, server: ServerDep) -> View:
    """Take back what nobody has claimed yet (T09, P1), where the region offers it (P2)."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        own.check(session, server, caller, case, Event.WITHDRAW)
        now = server.clock.now()
        held = case.application.claim
        if held is not None:
            leases.end(session, held, now, "withdrawn")
        cases.store(
            session, case, effects.withdraw(case.application, now, caller.user_id, caller.name)
        )
        own.note(session, server, caller, "withdraw", case)
        return drafts.view(case)


def _hand_in(app_id: str, caller: Principal, server: Server, event: Event) -> View:
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        profile = own.profile_of(server, case)
        own.check(session, server, caller, case, event)
        now = server.clock.now()
        draft = drafts.working_copy(case)
        again = event is Event.RESUBMIT
        handing_in.check(session, server, case, draft, profile, in_window=not again)
        _check_one_series(session, case, profile, draft.person, draft.declaration)
        submission.enter(
            session,
            case,
            draft,
            profile,
            _office(session, case.row.unit_org_id),
            now,
            origin=Origin.RESUBMIT if again else _first_origin(draft),
            actor_id=caller.user_id,
            actor_name=caller.name,
        )
        own.note(session, server, caller, event.value, case)
        return drafts.view(case)


def _first_origin(draft: ApplicationVersion) -> Origin:
    return Origin.AMEND if draft.origin is Origin.AMEND else Origin.SUBMIT


def _check_activity(session: Session, spec: TypeSpec | None, declaration: Declaration) -> None:
    """What ends in a grant (认定, 补发, 审验) needs no activity; one named must be there."""
    if not declaration.activity_id and spec is not None and spec.ends == "GRANT":
        return
    if session.get(ActivityRow, declaration.activity_id) is None:
        raise ApiError(422, "NO_ACTIVITY", params={"year": declaration.year}, rule_ids=["R005"])


def _office(session: Session, org_id: str) -> Organisation:
    row = session.get_one(OrganisationRow, org_id)
    return Organisation.model_validate_json(row.doc)


def _check_one_series(
    session: Session, case: Case, profile: Profile, person: Person, declaration: Declaration
) -> None:
    spec = profile.type_spec(case.application.type)
    if spec is None or spec.one_series:
        mac, app_id = case.row.id_number_mac, case.row.app_id
        drafts.check_one_series(session, person, mac, declaration, app_id)
