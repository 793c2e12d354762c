"""The transition table of domain §4.7 for the unit stage, and its guards.

Client and server run the same table: the client to say beforehand what is possible and why not,
the server to decide. :func:`refusals` names every guard that stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.enums import Role, Status, Verb
from app.domain.model import Application, Decision
from app.domain.profile import Profile


class Event(StrEnum):
    """What somebody does to an application."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    RENEW = "renew"
    RELEASE = "release"
    PROPOSE = "propose"
    RECALL = "recall"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RESUBMIT = "resubmit"


@dataclass(frozen=True)
class Refusal:
    """Why an event is not possible: a code of the message catalogue with its parameters."""

    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Actor:
    """Who acts, as the server knows them; ``id_number_hash`` serves the self-review ban (N10)."""

    user_id: str
    roles: frozenset[str]
    org_id: str
    device_id: str = ""
    person_id: str = ""
    is_applicant_themselves: bool = False


@dataclass(frozen=True)
class Situation:
    """All that the guards look at; ``now`` is the server's time."""

    application: Application
    actor: Actor
    profile: Profile
    now: datetime
    decision: Decision | None = None
    open_claims: int = 0


Guard = Callable[[Situation], Refusal | None]


@dataclass(frozen=True)
class Transition:
    """One row of the table. ``roles`` are alternatives; ``guards`` must all hold."""

    id: str
    event: Event
    source: frozenset[Status]
    roles: frozenset[Role]
    guards: tuple[Guard, ...]


def _withdraw_allowed(at: Situation) -> Refusal | None:
    if at.profile.withdraw_policy == "NONE":
        return Refusal("WITHDRAW_NOT_OFFERED")
    reopened = at.profile.withdraw_reopens_after_release and at.application.claim is None
    if at.application.claimed_this_round and not reopened:
        return Refusal("WITHDRAW_AFTER_CLAIM")
    return None


def _own_application(at: Situation) -> Refusal | None:
    own = at.application.version.person.person_id == at.actor.person_id
    return None if own else Refusal("NO_SCOPE")


def _own_node(at: Situation) -> Refusal | None:
    return None if at.application.node_org == at.actor.org_id else Refusal("NO_SCOPE")


def _not_oneself(at: Situation) -> Refusal | None:
    return Refusal("SELF_REVIEW") if at.actor.is_applicant_themselves else None


def _free_claims_left(at: Situation) -> Refusal | None:
    limit = at.profile.lease.max_claims
    return Refusal("TOO_MANY_CLAIMS", {"limit": str(limit)}) if at.open_claims >= limit else None


def live_claim(application: Application, now: datetime) -> bool:
    """Whether somebody holds the case at ``now``."""
    return application.claim is not None and application.claim.lease_until > now


def _nobody_else_holds(at: Situation) -> Refusal | None:
    claim = at.application.claim
    if claim is None or not live_claim(at.application, at.now):
        return None
    if claim.user_id == at.actor.user_id:
        return None
    return Refusal("CLAIMED_BY_OTHER", {"name": claim.user_name or claim.user_id})


def _holds_claim(at: Situation) -> Refusal | None:
    claim = at.application.claim
    held = claim is not None and claim.user_id == at.actor.user_id
    return None if held and live_claim(at.application, at.now) else Refusal("LEASE_LOST")


def _within_max_lease(at: Situation) -> Refusal | None:
    claim = at.application.claim
    if claim is None:
        return Refusal("LEASE_LOST")
    limit = claim.granted_at + timedelta(hours=at.profile.lease.max_hours)
    return None if at.now < limit else Refusal("LEASE_MAX_REACHED")


def _verb_offered(at: Situation) -> Refusal | None:
    if at.decision is None or at.decision.verb not in at.profile.verbs:
        return Refusal("VERB_NOT_OFFERED")
    return None


def _holder_or_admin(at: Situation) -> Refusal | None:
    claim = at.application.claim
    if claim is None:
        return Refusal("LEASE_LOST")
    if claim.user_id == at.actor.user_id or Role.ORG_ADMIN in at.actor.roles:
        return None
    return Refusal("CLAIMED_BY_OTHER", {"name": claim.user_name or claim.user_id})


def _refusal_has_category(at: Situation) -> Refusal | None:
    decision = at.decision
    if decision is None or decision.verb is not Verb.NOT_PASSED:
        return None
    if Verb.NOT_PASSED not in at.profile.verbs:
        return None  # said by the guard on the verb
    known = {category.code for category in at.profile.not_passed_categories}
    return None if decision.reason_category in known else Refusal("R157")


def _approver_is_another(at: Situation) -> Refusal | None:
    proposal = at.application.proposal
    if proposal is None:
        return Refusal("NOTHING_PROPOSED")
    return Refusal("R159") if proposal.handler_id == at.actor.user_id else None


def _own_proposal(at: Situation) -> Refusal | None:
    proposal = at.application.proposal
    own = proposal is not None and proposal.handler_id == at.actor.user_id
    return None if own else Refusal("NOT_YOUR_PROPOSAL")


def _before_deadline(at: Situation) -> Refusal | None:
    deadline = at.application.deadline_current
    if deadline is not None and at.now > deadline:
        return Refusal("DEADLINE_PASSED", {"deadline": deadline.isoformat()})
    return None


_HANDLERS = frozenset({Role.HANDLER, Role.OFFICE_CLERK, Role.COMMITTEE_CLERK})
_APPROVERS = frozenset({Role.APPROVER, Role.OFFICE_LEAD})
_APPLICANT = frozenset({Role.APPLICANT})

TRANSITIONS: tuple[Transition, ...] = (
    Transition("T08", Event.SUBMIT, frozenset({Status.DRAFT, Status.WITHDRAWN}), _APPLICANT,
               (_own_application,)),
    Transition("T09", Event.WITHDRAW, frozenset({Status.SUBMITTED, Status.CLAIMED}), _APPLICANT,
               (_own_application, _withdraw_allowed)),
    Transition("T10", Event.CLAIM, frozenset({Status.SUBMITTED, Status.CLAIMED}), _HANDLERS,
               (_own_node, _not_oneself, _nobody_else_holds, _free_claims_left)),
    Transition("T11", Event.RENEW, frozenset({Status.CLAIMED}), _HANDLERS,
               (_own_node, _holds_claim, _within_max_lease)),
    Transition("T11", Event.RELEASE, frozenset({Status.CLAIMED}), _HANDLERS | {Role.ORG_ADMIN},
               (_own_node, _holder_or_admin)),
    Transition("T12-T14", Event.PROPOSE, frozenset({Status.CLAIMED}), _HANDLERS,
               (_own_node, _not_oneself, _holds_claim, _verb_offered, _refusal_has_category)),
    Transition("T16", Event.RECALL, frozenset({Status.PROPOSED}), _HANDLERS,
               (_own_node, _own_proposal)),
    Transition("T15", Event.APPROVE, frozenset({Status.PROPOSED}), _APPROVERS,
               (_own_node, _not_oneself, _approver_is_another)),
    Transition("T16", Event.SEND_BACK, frozenset({Status.PROPOSED}), _APPROVERS,
               (_own_node, _approver_is_another)),
    Transition("T19", Event.RESUBMIT, frozenset({Status.RETURNED}), _APPLICANT,
               (_own_application, _before_deadline)),
)  # fmt: skip


def refusals(event: Event, at: Situation) -> list[Refusal]:
    """Why ``event`` is not possible here and now; empty when it is."""
    row = next(transition for transition in TRANSITIONS if transition.event is event)
    if at.application.readable_only:
        return [Refusal("NEWER_SERVER")]
    if at.application.status not in row.source:
        return [Refusal("WRONG_STATE", {"status": at.application.status.value})]
    if not row.roles & at.actor.roles:
        return [Refusal("NO_SCOPE")]
    return [refusal for guard in row.guards if (refusal := guard(at)) is not None]


def outcome_status(verb: Verb) -> Status:
    """Where an approved decision leads (domain §4.7 T15)."""
    return {
        Verb.PASS: Status.APPROVED_AT,
        Verb.RETURN: Status.RETURNED,
        Verb.REFER_DOWN: Status.RETURNED,
        Verb.NOT_PASSED: Status.NOT_PASSED,
    }[verb]
