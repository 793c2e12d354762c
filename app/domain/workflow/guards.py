"""Guards of the review itself: who may act, who holds the case, what may be decided.

Each looks at a situation and names what is in the way, or nothing (domain §4.5, §4.7).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.decision_facts import (
    declared_recusal,
    ground_named,
    proposed_by,
    stage_overdue,
)
from app.domain.enums import OrgKind, Role, Verb
from app.domain.model import Application
from app.domain.profile import Profile
from app.domain.refusal import Refusal
from app.domain.workflow.seats import node_kind
from app.domain.workflow.situation import Situation

REFER_TO = ("APPLICANT", "UNIT", "LOWER")
"""Where REFER_DOWN may lead: to the applicant, to the unit, to the node below (T22)."""


def live_claim(application: Application, now: datetime) -> bool:
    """Whether somebody holds the case at ``now``."""
    return application.claim is not None and application.claim.lease_until > now


def offered_verbs(profile: Profile, application: Application) -> list[Verb]:
    """The verbs that the region offers where the case lies.

    Nothing lies below the first stage, and a committee that evaluates takes a case by accepting it
    (T26), not by passing it on.
    """
    kind = node_kind(application)
    spec = profile.type_spec(application.type)
    evaluates = kind is OrgKind.COMMITTEE and (spec is None or spec.ends == "EVALUATION")
    barred = {Verb.PASS} if evaluates else set()
    if application.stage_index == 0:
        barred.add(Verb.REFER_DOWN)
    return [verb for verb in profile.verbs_of(kind) if verb not in barred]


def own_application(at: Situation) -> Refusal | None:
    """Applicants act on what is theirs."""
    own = at.application.version.person.person_id == at.actor.person_id
    return None if own else Refusal("NO_SCOPE")


def own_node(at: Situation) -> Refusal | None:
    """Officers act on what lies at their office."""
    return None if at.application.node_org == at.actor.org_id else Refusal("NO_SCOPE")


def has_had_it(at: Situation) -> Refusal | None:
    """Officers of every office that has had the case."""
    seen = {at.application.node_org, *at.application.nodes_seen}
    return None if at.actor.org_id in seen else Refusal("NO_SCOPE")


def own_or_has_had_it(at: Situation) -> Refusal | None:
    """The applicant of the case, or an office that has had it."""
    theirs = own_application(at) is None
    return None if theirs else has_had_it(at)


def not_oneself(at: Situation) -> Refusal | None:
    """Nobody reviews themselves (N10), nor where they declared themselves biased (N8)."""
    if at.actor.is_applicant_themselves:
        return Refusal("SELF_REVIEW")
    declared = declared_recusal(at.application, at.actor.user_id)
    return Refusal("R158") if at.actor.recused or declared else None


def type_offered(at: Situation) -> Refusal | None:
    """The region takes this kind of application."""
    offered = at.profile.type_spec(at.application.type) is not None
    return None if offered else Refusal("TYPE_NOT_OFFERED")


def reason_given(at: Situation) -> Refusal | None:
    """Exceptional steps are logged with a reason."""
    return None if at.reason.strip() else Refusal("REASON_MISSING")


def withdraw_allowed(at: Situation) -> Refusal | None:
    """Withdrawing ends with the first claim (S1, S3), with the audit (S4), or is not offered."""
    policy, application = at.profile.withdraw_policy, at.application
    if policy == "NONE":
        return Refusal("WITHDRAW_NOT_OFFERED")
    if application.stage_index > 0:
        return Refusal("WITHDRAW_AFTER_CLAIM")
    if policy == "UNTIL_AUDITED":
        return None
    reopened = at.profile.withdraw_reopens_after_release and application.claim is None
    if application.claimed_this_round and not reopened:
        return Refusal("WITHDRAW_AFTER_CLAIM")
    return None


def may_delete_returned(at: Situation) -> Refusal | None:
    """Deleting what was returned is a matter of the region (S3 D16)."""
    return None if at.profile.returns.applicant_may_delete else Refusal("DELETE_NOT_OFFERED")


def free_claims_left(at: Situation) -> Refusal | None:
    """An officer holds only so many cases."""
    limit = at.profile.lease.max_claims
    return Refusal("TOO_MANY_CLAIMS", {"limit": str(limit)}) if at.open_claims >= limit else None


def nobody_else_holds(at: Situation) -> Refusal | None:
    """No living lease of somebody else."""
    claim = at.application.claim
    if claim is None or not live_claim(at.application, at.now):
        return None
    if claim.user_id == at.actor.user_id:
        return None
    return Refusal("CLAIMED_BY_OTHER", {"name": claim.user_name or claim.user_id})


def holds_claim(at: Situation) -> Refusal | None:
    """A living lease of one's own."""
    claim = at.application.claim
    held = claim is not None and claim.user_id == at.actor.user_id
    return None if held and live_claim(at.application, at.now) else Refusal("LEASE_LOST")


def within_max_lease(at: Situation) -> Refusal | None:
    """A lease is renewed only so long."""
    claim = at.application.claim
    if claim is None:
        return Refusal("LEASE_LOST")
    limit = claim.granted_at + timedelta(hours=at.profile.lease.max_hours)
    return None if at.now < limit else Refusal("LEASE_MAX_REACHED")


def holder_or_admin(at: Situation) -> Refusal | None:
    """Whoever holds the case gives it back, or an administrator takes it away."""
    claim = at.application.claim
    if claim is None:
        return Refusal("LEASE_LOST")
    if claim.user_id == at.actor.user_id or Role.ORG_ADMIN in at.actor.roles:
        return None
    return Refusal("CLAIMED_BY_OTHER", {"name": claim.user_name or claim.user_id})


def lease_over(at: Situation) -> Refusal | None:
    """The clock takes back what nobody holds any more."""
    held = live_claim(at.application, at.now)
    return Refusal("WRONG_STATE", {"status": at.application.status.value}) if held else None


def verb_offered(at: Situation) -> Refusal | None:
    """The region offers this verb at this kind of stage."""
    offered = offered_verbs(at.profile, at.application)
    known = at.decision is not None and at.decision.verb in offered
    return None if known else Refusal("VERB_NOT_OFFERED")


def refer_target_known(at: Situation) -> Refusal | None:
    """REFER_DOWN leads to the applicant, the unit or the node below."""
    known = at.decision is not None and at.decision.return_to in REFER_TO
    return None if known else Refusal("REFER_TARGET_UNKNOWN")


def refusal_has_category(at: Situation) -> Refusal | None:
    """A terminal refusal names its ground (N6, R157)."""
    decision = at.decision
    if decision is None or Verb.NOT_PASSED not in at.profile.verbs:
        return None  # said by the guard on the verb
    return None if ground_named(decision, at.profile) else Refusal("R157")


def approver_is_another(at: Situation) -> Refusal | None:
    """HANDLER and APPROVER of a decision are two people, always (R159)."""
    proposal = at.application.proposal
    if proposal is None:
        return Refusal("NOTHING_PROPOSED")
    return Refusal("R159") if proposed_by(proposal, at.actor.user_id) else None


def own_proposal(at: Situation) -> Refusal | None:
    """Only who proposed takes it back."""
    proposal = at.application.proposal
    own = proposal is not None and proposal.handler_id == at.actor.user_id
    return None if own else Refusal("NOT_YOUR_PROPOSAL")


def reopen_offered(at: Situation) -> Refusal | None:
    """Whether a refusal may be taken up again (T31)."""
    return None if at.profile.returns.reopen_not_passed else Refusal("REOPEN_NOT_OFFERED")


def before_deadline(at: Situation) -> Refusal | None:
    """The applicant's own deadline, by the server's clock (P3)."""
    deadline = at.application.deadline_current
    if deadline is not None and at.now > deadline:
        return Refusal("DEADLINE_PASSED", {"deadline": deadline.isoformat()})
    return None


def deadline_over(at: Situation) -> Refusal | None:
    """The clock ends what was not handed in again in time (T21)."""
    deadline = at.application.deadline_current
    over = deadline is not None and at.now > deadline
    return None if over else Refusal("WRONG_STATE", {"status": at.application.status.value})


def stage_in_time(at: Situation) -> Refusal | None:
    """The stage's deadline: receiving time decides (R155), unless the region accepts what was
    signed in time (domain §4.17 O3)."""
    deadline = at.application.deadline_current
    if deadline is None or not stage_overdue(deadline, at.now):
        return None
    lenient = at.profile.returns.accept_if_signed_before_deadline
    if lenient and at.signed_at is not None and at.signed_at <= deadline:
        return None
    return Refusal("DEADLINE_PASSED", {"deadline": deadline.isoformat()})
