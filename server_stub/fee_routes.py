"""Paying a fee and mailing a certificate: the applicant's steps, and the office's (P12, P13)."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import OrgKind, Status
from app.domain.fees import Mailing
from app.domain.model import Application
from app.domain.workflow import Event
from server_stub import bodies, cases, drafts, fees, onward, own, routing, scope
from server_stub.applicant import View
from server_stub.cases import Case
from server_stub.context import Server, ServerDep
from server_stub.identity import Applicant, OfficeLead, Principal, Reader
from server_stub.problems import ApiError, no_scope, not_found
from server_stub.tables import ApplicationRow

router = APIRouter(prefix="/v1/applicant/applications", tags=["applicant"])
office = APIRouter(prefix="/v1/fees", tags=["fees"])
_NO_OFFICE = frozenset({OrgKind.UNIT, OrgKind.DEPT, OrgKind.COMMITTEE})
_BEFORE = frozenset({Status.DRAFT, Status.LOSS_PUBLICITY, Status.WITHDRAWN, Status.NOT_PASSED,
                     Status.LAPSED, Status.FAILED_FINAL, Status.CERT_ISSUED})  # fmt: skip
"""States in which nobody can say where a certificate shall go: none will come, or it is gone."""


class Payment(BaseModel):
    """Body of ``POST …/pay``. This server takes no money: it notes what a channel reports."""

    model_config = ConfigDict(extra="forbid")

    amount: int = Field(gt=0, description="fen")
    channel: str = Field(default="ALIPAY", min_length=1, max_length=50)


class Extension(BaseModel):
    """Body of ``POST /v1/fees/{app_id}/extend``."""

    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime
    reason: str = Field(min_length=1, max_length=500)


class Release(BaseModel):
    """Body of ``POST /v1/fees/{app_id}/release``."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=500)


class MailingItem(BaseModel):
    """A certificate to be sent, and where to."""

    app_id: str
    person: str
    mailing: Mailing


@router.post("/{app_id}/pay")
def pay(app_id: str, body: Payment, caller: Applicant, server: ServerDep) -> View:
    """Pay the fee (T24). 409 FEE_NOT_DUE, PAYMENT_WINDOW_OVER."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        own.check(session, server, caller, case, Event.PAY)
        now = server.clock.now()
        refusal = fees.payment_refusal(case.application, now)
        if refusal is not None:
            raise ApiError(409, refusal.code, params=refusal.params)
        who = (caller.user_id, caller.name)
        cases.store(session, case, fees.pay(case.application, body.amount, body.channel, now, who))
        own.note(session, server, caller, "pay", case)
        return drafts.view(case)


@router.post("/{app_id}/verify-payment")
def verify_payment(app_id: str, caller: Applicant, server: ServerDep) -> View:
    """Verify the payment (缴费验证, T25): only then does the case reach the committee.

    409 FEE_AMOUNT_DIFFERS where what was paid is not what was asked for.
    """
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        own.check(session, server, caller, case, Event.VERIFY_PAYMENT)
        paid = onward.paid(
            session,
            case.application,
            own.profile_of(server, case),
            op_id="",
            actor_id=caller.user_id,
            actor_name=caller.name,
            now=server.clock.now(),
        )
        cases.store(session, case, paid)
        own.note(session, server, caller, "verify_payment", case)
        return drafts.view(case)


@router.get("/{app_id}/mailing")
def mailing(app_id: str, caller: Applicant, server: ServerDep) -> Mailing:
    """The mailing form; 404 where no office of the route mails certificates (S1 3.5(6))."""
    with server.db.read() as session:
        case = cases.load_for_applicant(session, caller, app_id)
        if not _mails(session, case.application):
            raise not_found()
        return case.application.mailing or Mailing()


@router.put("/{app_id}/mailing")
def put_mailing(app_id: str, body: bodies.Mailing, caller: Applicant, server: ServerDep) -> View:
    """Say where the certificate shall be sent. 409 MAILING_NOT_ENABLED, 422 MAILING_INCOMPLETE."""
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        if case.application.status in _BEFORE:
            status = case.application.status.value
            raise ApiError(409, "WRONG_STATE", params={"status": status})
        if not _mails(session, case.application):
            raise ApiError(409, "MAILING_NOT_ENABLED")
        wanted = Mailing(
            wanted=body.wanted,
            name=body.name.strip(),
            address=body.address.strip(),
            phone=body.phone.strip(),
        )
        if wanted.wanted and not (wanted.name and wanted.address and wanted.phone):
            raise ApiError(422, "MAILING_INCOMPLETE")
        cases.store(session, case, case.application.model_copy(update={"mailing": wanted}))
        own.note(session, server, caller, "mailing", case)
        return drafts.view(case)


@office.post("/{app_id}/extend", status_code=204)
def extend(app_id: str, body: Extension, caller: OfficeLead, server: ServerDep) -> None:
    """A longer payment window, by the lead of the office that made the order."""
    with server.db.write() as session:
        case, now = _at_office(session, server, caller, app_id, Status.AWAITING_PAYMENT)
        if body.until <= now:
            raise ApiError(422, "INVALID", errors=[{"where": "until", "message": "is over"}])
        who = (caller.user_id, caller.name)
        cases.store(session, case, fees.extend(case.application, body.until, body.reason, now, who))
        own.note(session, server, caller, "extend_payment", case)


@office.post("/{app_id}/release", status_code=204)
def release(app_id: str, body: Release, caller: OfficeLead, server: ServerDep) -> None:
    """Give a wrong payment back: the fee is due again."""
    with server.db.write() as session:
        case, now = _at_office(session, server, caller, app_id, Status.PAID_UNVERIFIED)
        who = (caller.user_id, caller.name)
        cases.store(session, case, fees.release(case.application, body.reason, now, who))
        own.note(session, server, caller, "release_fee", case)


@office.get("/mailings")
def mailings(caller: Reader, server: ServerDep) -> list[MailingItem]:
    """Where the certificates of the caller's office shall be sent, of all that have passed."""
    passed = (Status.PASSED_FINAL.value, Status.CERT_ISSUED.value)
    wanted = select(ApplicationRow).where(ApplicationRow.status.in_(passed))
    with server.db.read() as session:
        found: list[MailingItem] = []
        for row in session.scalars(wanted.order_by(ApplicationRow.app_id)):
            if not scope.may_read(caller, row):
                continue
            application = Application.model_validate_json(row.doc)
            if application.mailing is not None and application.mailing.wanted:
                found.append(
                    MailingItem(
                        app_id=row.app_id,
                        person=application.version.person.name,
                        mailing=application.mailing,
                    )
                )
        return found


def _mails(session: Session, application: Application) -> bool:
    """Whether a title office of the route sends certificates by post."""
    offices = routing.offices(session)
    known = [offices[node.org_id] for node in application.route if node.org_id in offices]
    return any(one.mailing_enabled for one in known if one.kind not in _NO_OFFICE)


def _at_office(
    session: Session, server: Server, caller: Principal, app_id: str, status: Status
) -> tuple[Case, datetime]:
    case = cases.load_for_officer(session, caller, app_id)
    if case.application.node_org != caller.org_id:
        raise no_scope()
    if scope.is_about_caller(caller, case.row):
        raise ApiError(409, "SELF_REVIEW")
    if case.application.status is not status:
        params = {"status": case.application.status.value}
        raise ApiError(409, "WRONG_STATE", params=params)
    return case, server.clock.now()
