"""签收: taking cases under a lease, renewing, releasing (domain §4.7 T10, T11)."""

from __future__ import annotations

from fastapi import APIRouter, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Role
from app.domain.model import Claim
from app.domain.workflow import Event, Situation, refusals
from app.protocol.feed import ClaimAnswer, ClaimResult
from server_stub import audit, bodies, cases, effects, file_facts, leases, newer_packs, scope
from server_stub.cases import Case
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.decision_rules import blocked
from server_stub.housekeeping import settle, sweep
from server_stub.identity import CLAIMANTS, Claimant, Officer, Principal
from server_stub.problems import ApiError, no_scope, not_found
from server_stub.tables import ClaimRow

router = APIRouter(tags=["claims"])


@router.post("/v1/claims")
def take(body: bodies.ClaimRequest, caller: Claimant, server: ServerDep) -> ClaimAnswer:
    """Claim cases, each by itself; what one already holds is answered again as it is."""
    if len(body.app_ids) > server.settings.max_claims_per_call:
        raise ApiError(413, "TOO_LARGE", params={"limit": server.settings.max_claims_per_call})
    now = server.clock.now()
    with server.db.write() as session:
        results = [
            _take_one(session, server, caller, app_id, body.device_id)
            for app_id in dict.fromkeys(body.app_ids)
        ]
        granted = [result.app_id for result in results if result.claim is not None]
        file_facts.look_at_cases(session, server, granted)
    return ClaimAnswer(results=results, server_time=now)


@router.get("/v1/claims")
def listed(caller: Officer, server: ServerDep, mine: bool = Query(default=False)) -> ClaimAnswer:
    """The open claims: one's own, or with ``mine=0`` those of one's office."""
    sweep(server)
    wanted = select(ClaimRow).where(ClaimRow.ended_at.is_(None)).order_by(ClaimRow.claim_id)
    if mine or not caller.has(CLAIMANTS | {Role.ORG_ADMIN}):
        wanted = wanted.where(ClaimRow.user_id == caller.user_id)
    else:
        wanted = wanted.where(ClaimRow.org_id == caller.org_id)
    with server.db.read() as session:
        held = [Claim.model_validate_json(row.doc) for row in session.scalars(wanted)]
    return ClaimAnswer(
        results=[ClaimResult(app_id=claim.app_id, claim=claim) for claim in held],
        server_time=server.clock.now(),
    )


@router.post("/v1/claims/{claim_id}/renew")
def renew(claim_id: str, caller: Claimant, server: ServerDep) -> ClaimAnswer:
    """Hold a case longer, up to the profile's ``max_hours``. 409 where the lease is lost."""
    sweep(server)
    now = server.clock.now()
    with server.db.write() as session:
        case = _case_of(session, caller, claim_id)
        profile = server.packs.profile(case.application.profile)
        at = Situation(case.application, caller.actor(), profile, now)
        held = case.application.claim
        if held is None or held.claim_id != claim_id:
            raise ApiError(409, "LEASE_LOST")
        for refusal in refusals(Event.RENEW, at):
            status = 403 if refusal.code == "NO_SCOPE" else 409
            raise ApiError(status, refusal.code, params=refusal.params)
        longer = effects.renew(case.application, effects.lease(profile, held.granted_at, now))
        assert longer.claim is not None
        leases.rewrite(session, longer.claim)
        stored = cases.store(session, case, longer)
        _note(session, server, caller, "renew", case)
        result = ClaimResult(app_id=stored.app_id, claim=stored.claim)
    return ClaimAnswer(results=[result], server_time=now)


@router.delete("/v1/claims/{claim_id}", status_code=204)
def release(claim_id: str, caller: Officer, server: ServerDep) -> Response:
    """Give a case back: its holder, or an administrator of the office. 204 also when it had
    already ended, so that a lost reply does no harm."""
    sweep(server)
    now = server.clock.now()
    with server.db.write() as session:
        row = session.get(ClaimRow, claim_id)
        if row is None or row.org_id != caller.org_id:
            raise not_found()
        if row.user_id != caller.user_id and Role.ORG_ADMIN not in caller.roles:
            raise no_scope()
        case = cases.load(session, row.app_id)
        held = case.application.claim if case else None
        if case is not None and held is not None and held.claim_id == claim_id:
            leases.end(session, held, now, "released")
            given_back = effects.release(
                case.application, now, "release", caller.user_id, caller.name
            )
            cases.store(session, case, given_back)
            _note(session, server, caller, "release", case)
    return Response(status_code=204)


def _take_one(
    session: Session, server: Server, caller: Principal, app_id: str, device_id: str
) -> ClaimResult:
    now = server.clock.now()
    case = cases.load(session, app_id)
    if case is None or not scope.may_read(caller, case.row):
        return ClaimResult(app_id=app_id, code="NOT_FOUND")
    settle(session, case, now)
    newer_packs.bring_up(session, server.packs, case)
    application = case.application
    if application.claim is not None and application.claim.user_id == caller.user_id:
        return ClaimResult(app_id=app_id, claim=application.claim)
    profile = server.packs.profile(application.profile).for_type(application.type)
    at = Situation(
        application,
        caller.actor(is_applicant_themselves=scope.is_about_caller(caller, case.row)),
        profile,
        now,
        open_claims=leases.count_open(session, caller.user_id),
    )
    for refusal in refusals(Event.CLAIM, at):
        return ClaimResult(app_id=app_id, code=refusal.code, params=refusal.params)
    for rule in blocked(session, server, case, profile, now, "claim", caller.user_id):
        return ClaimResult(app_id=app_id, code="GUARD_FAILED", params={"rule": rule})
    granted = leases.grant(
        session,
        application,
        profile,
        user_id=caller.user_id,
        user_name=caller.name,
        org_id=caller.org_id,
        device_id=device_id,
        now=now,
    )
    cases.store(session, case, effects.claim(application, granted))
    _note(session, server, caller, "claim", case, device_id)
    return ClaimResult(app_id=app_id, claim=granted)


def _case_of(session: Session, caller: Principal, claim_id: str) -> Case:
    row = session.get(ClaimRow, claim_id)
    if row is None:
        raise not_found()
    return cases.load_for_officer(session, caller, row.app_id)


def _note(
    session: Session,
    server: Server,
    caller: Principal,
    action: str,
    case: Case,
    device_id: str = "",
) -> None:
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=device_id or caller.device_id,
        action=action,
        subject=case.row.app_id,
    )
