"""The applicant's side of certificates: 注册登记 (S4, P15).

A holder sees the records with exactly their name and ID number, completes one (查看), confirms it,
or applies: to amend it, or for one that is not in the registry. An application then goes the way
of all others.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.domain.certificate_fields import values_of
from app.domain.certificates import CertificateState
from app.domain.enums import ApplicationType, Origin
from app.domain.model import Person
from app.domain.partial_date import CHINA
from server_stub import (
    audit,
    cases,
    certificate_cases,
    certificates,
    drafts,
    neighbours,
    routing,
    submission,
)
from server_stub import certificate_claim as claim
from server_stub import certificate_registry as kept
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.housekeeping import sweep
from server_stub.identity import Applicant, Principal
from server_stub.problems import ApiError, not_found
from server_stub.tables import BlobUseRow, CertificateRow, UserRow

router = APIRouter(prefix="/v1/applicant/certificates", tags=["applicant"])
View = dict[str, Any]
"""A view of an application, as :mod:`server_stub.applicant` gives it."""


class Photo(BaseModel):
    """A file uploaded before by ``PUT /v1/blobs``."""

    model_config = ConfigDict(extra="forbid")

    sha256: str
    bytes: int = Field(ge=0)
    mime: str
    filename: str = Field(min_length=1, max_length=255)


class Supplement(BaseModel):
    """Body of ``PUT …/supplement``: what the registry does not have (S4 补充信息)."""

    model_config = ConfigDict(extra="forbid")

    phone: str = Field(default="", max_length=50)
    org: str = Field(default="", max_length=200)
    photo: Photo | None = None


class NewVerification(BaseModel):
    """Body of ``POST …/applications``; a number that the registry knows as one's own fills in."""

    model_config = ConfigDict(extra="forbid")

    cert_no: str = Field(default="", max_length=100)
    profile: str = ""


class HeldCertificate(certificates.CertificateItem):
    """One's own certificate, with what one added and what can be done now."""

    supplement: Supplement
    actions: list[str]


_ACTIONS = {
    CertificateState.PENDING_CONFIRM: ["view", "confirm", "amend"],
    CertificateState.TO_SUBMIT: ["view", "edit", "submit"],
    CertificateState.PENDING_REVIEW: ["view", "withdraw"],
    CertificateState.RETURNED: ["view", "edit", "resubmit"],
    CertificateState.CONFIRMED: ["view", "amend"],
}


@router.get("")
def listed(caller: Applicant, server: ServerDep) -> list[HeldCertificate]:
    """The records with exactly one's own name and ID number (R183)."""
    sweep(server)
    with server.db.read() as session:
        person = _person(session, caller)
        return [_item(session, row) for row in kept.held_by(session, server, person)]


@router.get("/query")
def query(cert_no: str, caller: Applicant, server: ServerDep) -> HeldCertificate:
    """按证书信息查询: one's own record of that number. 404 also where it is somebody else's."""
    with server.db.read() as session:
        person = _person(session, caller)
        for row in kept.with_number(session, cert_no):
            if kept.is_holder(kept.record_of(row), person):
                return _item(session, row)
    raise not_found()


@router.put("/{record_id}/supplement")
def supplement(
    record_id: str, body: Supplement, caller: Applicant, server: ServerDep
) -> HeldCertificate:
    """Complete the record (查看, 保存). 409 CERT_CONFIRMED_ALREADY, 422 ATTACHMENT_REFUSED."""
    with server.db.write() as session:
        row = _own(session, caller, record_id)
        _check_free(session, row)
        if body.photo is not None:
            claim.check_photo(session, claim.profile_of(server), caller, body.photo.model_dump())
        row.supplement = body.model_dump_json()
        _note(session, server, caller, "certificate_supplement", row)
        return _item(session, row)


@router.post("/{record_id}/confirm")
def confirm(record_id: str, caller: Applicant, server: ServerDep) -> HeldCertificate:
    """Claim the certificate (认领); it cannot be changed afterwards but by an amendment.

    409 CERT_CONFIRMED_ALREADY, CERT_UNDER_WAY, CERT_VOIDED, CERT_NOT_CONFIRMABLE with the rules.
    """
    with server.db.write() as session:
        row = _own(session, caller, record_id)
        _check_free(session, row)
        record, person = kept.record_of(row), _person(session, caller)
        rules = claim.blocking(session, server, row, record, person)
        if rules:
            raise ApiError(409, "CERT_NOT_CONFIRMABLE", rule_ids=rules)
        added: dict[str, Any] = json.loads(row.supplement or "{}")
        confirmed = record.model_copy(
            update={
                "confirmed_by": person.person_id,
                "phone": added.get("phone") or record.phone,
                "org": added.get("org") or record.org,
            }
        )
        kept.save(session, server, confirmed)
        others = {other.app_id for other in kept.with_number(session, record.cert_no)} - {""}
        stating = neighbours.with_certificate(session, [record.cert_no, record.mgmt_no])
        cases.refresh(session, {*others, *stating})
        _note(session, server, caller, "certificate_confirm", row)
        return _item(session, row)


@router.post("/{record_id}/amend", status_code=201)
def amend(record_id: str, caller: Applicant, server: ServerDep, profile: str = "") -> View:
    """修改信息: an application that begins with the record. 409 CERT_UNDER_WAY, CERT_VOIDED.

    :param profile: the pack to go by, where several verify certificates.
    """
    with server.db.write() as session:
        row = _own(session, caller, record_id)
        _check_idle(session, row)
        return _begin(session, server, caller, row, profile=profile)


@router.post("/applications", status_code=201)
def apply(body: NewVerification, caller: Applicant, server: ServerDep) -> View:
    """申请注册: for a certificate that is not listed. 409 CERT_UNDER_WAY, CERT_VOIDED."""
    with server.db.write() as session:
        person = _person(session, caller)
        own = [
            row
            for row in kept.with_number(session, body.cert_no)
            if kept.is_holder(kept.record_of(row), person)
        ]
        if own:
            _check_idle(session, own[0])
        return _begin(session, server, caller, own[0] if own else None, body.cert_no, body.profile)


def _begin(
    session: Session,
    server: Server,
    caller: Principal,
    row: CertificateRow | None,
    cert_no: str = "",
    profile: str = "",
) -> View:
    person, pack = _person(session, caller), claim.profile_of(server, profile)
    record = kept.record_of(row) if row is not None else None
    added: dict[str, Any] = json.loads(row.supplement) if row is not None and row.supplement else {}
    known = values_of(record) if record is not None else {}
    filled = {code: value for code, value in added.items() if code in ("phone", "org") and value}
    own = {"name": person.name, "id_number": person.id_number, "sex": person.sex}
    values = {**own, "cert_no": cert_no, "phone": person.phone, **known, **filled}
    draft = certificate_cases.draft_of(
        pack,
        person,
        server.clock.now().astimezone(CHINA).year,
        {code: value for code, value in values.items() if value not in (None, "")},
        known=known,
        origin=Origin.AMEND if record is not None and record.confirmed_by else Origin.SUBMIT,
        photo=certificate_cases.photo_of(added),
    )
    user = session.get_one(UserRow, caller.user_id)
    unit = routing.offices(session)[caller.org_id]
    kind = ApplicationType.CERT_VERIFICATION
    case = submission.begin(session, draft, pack, unit, user.id_number_mac, kind)
    for attachment in draft.attachments:
        session.merge(BlobUseRow(sha256=attachment.sha256, app_id=draft.app_id, submitted=False))
    if row is not None:
        row.app_id = draft.app_id
    session.flush()
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=caller.device_id,
        action="create",
        subject=draft.app_id,
    )
    return drafts.view(case)


def _item(session: Session, row: CertificateRow) -> HeldCertificate:
    shown = certificates.item(session, row)
    return HeldCertificate(
        record=shown.record,
        state=shown.state,
        app_id=shown.app_id,
        supplement=Supplement.model_validate_json(row.supplement or "{}"),
        actions=[] if shown.record.voided else _ACTIONS.get(shown.state, ["view"]),
    )


def _own(session: Session, caller: Principal, record_id: str) -> CertificateRow:
    row = session.get(CertificateRow, record_id)
    if row is None or not kept.is_holder(kept.record_of(row), _person(session, caller)):
        raise not_found()
    return row


def _check_idle(session: Session, row: CertificateRow) -> None:
    """No verification of it is under way, and it is not void."""
    if kept.record_of(row).voided:
        raise ApiError(409, "CERT_VOIDED")
    under_way = {
        CertificateState.TO_SUBMIT,
        CertificateState.PENDING_REVIEW,
        CertificateState.REVIEWED,
        CertificateState.RETURNED,
    }
    if certificates.item(session, row).state in under_way:
        raise ApiError(409, "CERT_UNDER_WAY", params={"app_id": row.app_id})


def _check_free(session: Session, row: CertificateRow) -> None:
    """Nor has its holder confirmed it (R178)."""
    _check_idle(session, row)
    if kept.record_of(row).confirmed_by:
        raise ApiError(409, "CERT_CONFIRMED_ALREADY", rule_ids=["R178"])


def _person(session: Session, caller: Principal) -> Person:
    return Person.model_validate_json(session.get_one(UserRow, caller.user_id).person)


def _note(
    session: Session, server: Server, caller: Principal, action: str, row: CertificateRow
) -> None:
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=caller.device_id,
        action=action,
        subject=row.record_id,
    )
