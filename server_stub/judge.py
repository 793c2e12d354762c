"""Why an operation cannot take effect: the conflict catalogue of domain §4.8, in its order.

The order matters to the officer: that the applicant withdrew is told before that the version
changed, and that before that the lease ran out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.enums import Status
from app.domain.model import Application
from app.domain.workflow import Actor, Event, Refusal, Situation, live_claim, refusals
from app.domain.workflow.guards import stage_in_time
from app.protocol.operations import ConflictCode, Operation, OperationKind, ResultStatus

_DECIDED = frozenset(
    {Status.PROPOSED, Status.APPROVED_AT, Status.SEALED, Status.RETURNED, Status.NOT_PASSED}
)
_GONE = frozenset({Status.DRAFT, Status.WITHDRAWN})
_OF_A_PROPOSAL = frozenset({OperationKind.APPROVE, OperationKind.RECALL, OperationKind.SEND_BACK})
_AFTER_PASSING = frozenset(
    {
        OperationKind.STAMP,
        OperationKind.VOID_STAMP,
        OperationKind.FORWARD,
        OperationKind.OVERRIDE_ROUTE,
    }
)
_TIMED = frozenset({OperationKind.PROPOSE, OperationKind.APPROVE, OperationKind.FORWARD})


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


def state_conflict(operation: Operation, at: Situation) -> Verdict | None:
    """What the state of the case says against the operation, whoever sent it."""
    application = at.application
    status = application.status
    if status in _GONE:
        return conflict(ConflictCode.WITHDRAWN)
    if status is Status.DELETED:
        return conflict(ConflictCode.GONE)
    if operation.kind is OperationKind.RECUSE:
        return None
    base = operation.base
    newest = application.version
    if (base.version_no, base.content_sha256) != (newest.version_no, newest.content_sha256):
        return conflict(ConflictCode.NEW_VERSION, version_no=str(newest.version_no))
    if status is Status.LAPSED:
        return conflict(ConflictCode.DEADLINE_PASSED, deadline=_text(application.deadline_current))
    if _somebody_was_faster(operation, application):
        return _already(application)
    late = stage_in_time(at) if operation.kind in _TIMED else None
    if late is not None:
        return _verdict(late, application)
    if base.profile != application.profile:
        return conflict(ConflictCode.PROFILE_OUTDATED, profile=application.profile)
    return None


def _somebody_was_faster(operation: Operation, application: Application) -> bool:
    """Whether what the operation decides was decided already: at this stage, or by moving on."""
    if operation.kind in _OF_A_PROPOSAL:
        waits = application.status is Status.PROPOSED
        return not waits or not _same_proposal(operation, application)
    if operation.kind is OperationKind.PROPOSE:
        moved = operation.stage_index != application.stage_index
        return moved or application.status in _DECIDED
    if operation.kind in _AFTER_PASSING:
        moved = operation.stage_index != application.stage_index
        return moved or application.status in (Status.RETURNED, Status.NOT_PASSED)
    return False


def guard_conflict(event: Event, at: Situation) -> Verdict | None:
    """What the guards of the workflow say against it (domain §4.7)."""
    for refusal in refusals(event, at):
        return _verdict(refusal, at.application)
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
    proposal = application.proposal or next(reversed(application.history), None)
    if proposal is None:
        return conflict(ConflictCode.ALREADY_DECIDED)
    return conflict(
        ConflictCode.ALREADY_DECIDED,
        verb=proposal.decision.verb.value,
        name=proposal.approver_name or proposal.handler_name,
    )


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
