"""One operation against one case: the verdict, or the effect."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.domain.model import Claim, Decision, Proposal
from app.domain.profile import Profile
from app.domain.workflow import Actor, Event, live_claim
from app.protocol.operations import ConflictCode, Operation, OperationKind, ResultStatus
from server_stub import cases, dossiers, effects, judge, leases, scope
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.decision_rules import broken_rules, ungranted
from server_stub.identity import Principal
from server_stub.judge import EVENTS, Verdict, conflict, guard_conflict, state_conflict


def carry_out(
    session: Session,
    server: Server,
    caller: Principal,
    case: Case,
    operation: Operation,
    now: datetime,
) -> Verdict | None:
    """Apply ``operation``; returns why not, or None when the case is in its next state."""
    profile = server.packs.profile(case.application.profile)
    actor = caller.actor(is_applicant_themselves=scope.is_about_caller(caller, case.row))
    if case.application.node_org != caller.org_id:
        return conflict(ConflictCode.NO_SCOPE)
    if operation.kind is OperationKind.SAVE_DOSSIER:
        return dossiers.save(session, caller, actor, case, operation, profile, now)
    verdict = state_conflict(operation, case.application, now)
    if verdict is not None:
        return verdict
    if operation.kind is OperationKind.PROPOSE:
        return _propose(session, caller, case, operation, profile, actor, now)
    event = EVENTS[operation.kind]
    verdict = guard_conflict(event, case.application, actor, profile, now, None)
    if verdict is not None:
        return verdict
    if operation.kind is OperationKind.APPROVE:
        return _approve(session, caller, case, operation, profile, now)
    return _hand_back(session, caller, case, operation, profile, now)


def _propose(
    session: Session,
    caller: Principal,
    case: Case,
    operation: Operation,
    profile: Profile,
    actor: Actor,
    now: datetime,
) -> Verdict | None:
    try:
        decision = operation.decision()
    except ValidationError as problem:
        fields = ", ".join(".".join(map(str, error["loc"])) for error in problem.errors())
        return Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": fields})
    application = case.application
    if not live_claim(application, now) and judge.can_claim_again(application, actor, now):
        # Taken and decided in one step; undone with the transaction if a guard objects below.
        verdict = guard_conflict(Event.CLAIM, application, actor, profile, now, None)
        if verdict is not None:
            return verdict
        application = effects.claim(
            application, _lease(session, caller, case, profile, operation.device_id, now)
        )
    verdict = guard_conflict(Event.PROPOSE, application, actor, profile, now, decision)
    if verdict is not None:
        return verdict
    rules = broken_rules(session, case, decision, profile, now)
    if rules:
        return Verdict(ResultStatus.REJECTED, ConflictCode.GUARD_FAILED.value, rule_ids=rules)
    assert application.claim is not None
    leases.end(session, application.claim, now, "proposed")
    proposal = _proposal(caller, operation, decision, now)
    activity = cases.activity_of(session, application)
    cases.store(session, case, effects.propose(application, proposal, profile, activity))
    return None


def _lease(
    session: Session,
    caller: Principal,
    case: Case,
    profile: Profile,
    device_id: str,
    now: datetime,
) -> Claim:
    return leases.grant(
        session,
        case.application,
        profile,
        user_id=caller.user_id,
        user_name=caller.name,
        org_id=caller.org_id,
        device_id=device_id,
        now=now,
    )


def _proposal(
    caller: Principal, operation: Operation, decision: Decision, now: datetime
) -> Proposal:
    return Proposal(
        op_id=operation.op_id,
        decision=decision,
        version_no=operation.base.version_no,
        content_sha256=operation.base.content_sha256,
        stage_index=operation.stage_index,
        handler_id=caller.user_id,
        handler_name=caller.name,
        proposed_at=now,
    )


def _approve(
    session: Session,
    caller: Principal,
    case: Case,
    operation: Operation,
    profile: Profile,
    now: datetime,
) -> Verdict | None:
    assert case.application.proposal is not None
    granted = {str(finding_id) for finding_id in operation.payload.get("overrides") or []}
    rules = ungranted(case.application.proposal.decision, granted)
    if rules:
        return Verdict(ResultStatus.REJECTED, ConflictCode.GUARD_FAILED.value, rule_ids=rules)
    approved = effects.approve(
        case.application,
        op_id=operation.op_id,
        actor_id=caller.user_id,
        actor_name=caller.name,
        now=now,
        granted=granted,
        profile=profile,
        activity=cases.activity_of(session, case.application),
    )
    cases.store(session, case, approved)
    return None


def _hand_back(
    session: Session,
    caller: Principal,
    case: Case,
    operation: Operation,
    profile: Profile,
    now: datetime,
) -> Verdict | None:
    proposal = case.application.proposal
    assert proposal is not None
    back = operation.kind is OperationKind.SEND_BACK
    granted = leases.grant(
        session,
        case.application,
        profile,
        user_id=proposal.handler_id,
        user_name=proposal.handler_name,
        org_id=caller.org_id,
        device_id="" if back else operation.device_id,
        now=now,
    )
    handed = effects.hand_back(
        case.application,
        op_id=operation.op_id,
        outcome=effects.SENT_BACK if back else effects.RECALLED,
        text=str(operation.payload.get("text", "")),
        actor_id=caller.user_id,
        actor_name=caller.name,
        granted=granted,
    )
    cases.store(session, case, handed)
    return None
