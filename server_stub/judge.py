"""Why an operation cannot take effect: the conflict catalogue of domain §4.8, in its order.

The order matters to the officer: that the applicant withdrew is told before that the version
changed, and that before that the lease ran out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.enums import Status
from app.domain.model import Application, Decision
from app.domain.profile import Profile
from app.domain.workflow import Actor, Event, Refusal, Situation, live_claim, refusals
from app.protocol.operations import ConflictCode, Operation, OperationKind, ResultStatus

EVENTS = {
    OperationKind.PROPOSE: Event.PROPOSE,
    OperationKind.RECALL: Event.RECALL,
    OperationKind.APPROVE: Event.APPROVE,
    OperationKind.SEND_BACK: Event.SEND_BACK,
}

_DECIDED = frozenset(
    {Status.PROPOSED, Status.APPROVED_AT, Status.SEALED, Status.RETURNED, Status.NOT_PASSED}
)
_GONE = frozenset({Status.DRAFT, Status.WITHDRAWN})


@dataclass(frozen=True)
class Verdict:
    """A refusal as the answer will carry it."""

    status: ResultStatus
    code: str
    params: dict[str, str] = field(default_factory=dict)
    rule_ids: list[str] = field(default_factory=list)


def conflict(code: ConflictCode, **params: str) -> Verdict:
    """The present state is in the way."""
    return Verdict(ResultStatus.CONFLICT, code.value, params)


def state_conflict(operation: Operation, application: Application, now: datetime) -> Verdict | None:
    """What the state of the case says against the operation, whoever sent it."""
    status = application.status
    if status in _GONE:
        return conflict(ConflictCode.WITHDRAWN)
    if status is Status.DELETED:
        return conflict(ConflictCode.GONE)
    base = operation.base
    newest = application.version
    if (base.version_no, base.content_sha256) != (newest.version_no, newest.content_sha256):
        return conflict(ConflictCode.NEW_VERSION, version_no=str(newest.version_no))
    if status is Status.LAPSED:
        return conflict(ConflictCode.DEADLINE_PASSED, deadline=_text(application.deadline_current))
    if operation.kind is OperationKind.PROPOSE:
        if status in _DECIDED:
            return _already(application)
    elif status is not Status.PROPOSED or not _same_proposal(operation, application):
        return _already(application)
    deadline = application.deadline_current
    decides = operation.kind in (OperationKind.PROPOSE, OperationKind.APPROVE)
    if decides and deadline is not None and now > deadline:
        return conflict(ConflictCode.DEADLINE_PASSED, deadline=_text(deadline))
    if operation.base.profile != application.profile:
        return conflict(ConflictCode.PROFILE_OUTDATED, profile=application.profile)
    return None


def guard_conflict(
    event: Event,
    application: Application,
    actor: Actor,
    profile: Profile,
    now: datetime,
    decision: Decision | None,
) -> Verdict | None:
    """What the guards of the workflow say against it (domain §4.7)."""
    at = Situation(application, actor, profile, now, decision)
    for refusal in refusals(event, at):
        return _verdict(refusal, application)
    return None


def can_claim_again(application: Application, actor: Actor, now: datetime) -> bool:
    """Whether a proposal without a live lease may take the case and go on in one step: the
    version is unchanged (seen before) and nobody else holds it (design §4)."""
    if application.status not in (Status.SUBMITTED, Status.CLAIMED):
        return False
    claim = application.claim
    return claim is None or claim.user_id == actor.user_id or not live_claim(application, now)


def _verdict(refusal: Refusal, application: Application) -> Verdict:
    code = refusal.code
    if code.startswith("R") and code[1:].isdigit():
        return Verdict(ResultStatus.REJECTED, "GUARD_FAILED", refusal.params, [code])
    if code in ("CLAIMED_BY_OTHER", "LEASE_LOST"):
        holder = application.claim.user_name if application.claim else ""
        return conflict(ConflictCode.LEASE_LOST, name=holder)
    same_name = ConflictCode(code)
    if same_name.known:
        return conflict(same_name, **refusal.params)
    return conflict(ConflictCode.GUARD_FAILED, guard=code, **refusal.params)


def _same_proposal(operation: Operation, application: Application) -> bool:
    proposal = application.proposal
    return proposal is not None and operation.payload.get("proposal_op_id") == proposal.op_id


def _already(application: Application) -> Verdict:
    proposal = application.proposal
    if proposal is None:
        return conflict(ConflictCode.ALREADY_DECIDED)
    return conflict(
        ConflictCode.ALREADY_DECIDED,
        verb=proposal.decision.verb.value,
        name=proposal.approver_name or proposal.handler_name,
    )


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
