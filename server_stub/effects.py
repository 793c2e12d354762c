"""What an event makes of an application (domain §4.7). Pure: the guards have spoken before.

Each function takes the document as it is and returns the next one; numbers and feed are
:mod:`server_stub.cases`' business.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from app.domain.enums import OrgKind, Status
from app.domain.model import (
    Activity,
    Application,
    Claim,
    Decision,
    OverrideRequest,
    Proposal,
    TimelineEntry,
)
from app.domain.profile import Profile
from app.domain.workflow import outcome_status

PENDING = "PENDING"
APPROVED = "APPROVED"
SENT_BACK = "SENT_BACK"
RECALLED = "RECALLED"


def noted(
    application: Application,
    now: datetime,
    action: str,
    actor_id: str = "",
    actor_name: str = "",
    **params: Any,
) -> list[TimelineEntry]:
    """The timeline with one line more."""
    entry = TimelineEntry(
        at=now, actor_id=actor_id, actor_name=actor_name, action=action, params=params
    )
    return [*application.timeline, entry]


def lease(profile: Profile, claim_start: datetime, now: datetime) -> datetime:
    """Until when a claim holds that is granted or renewed now; never beyond ``max_hours``."""
    policy = profile.lease
    return min(
        now + timedelta(hours=policy.length_hours),
        claim_start + timedelta(hours=policy.max_hours),
    )


def claim(application: Application, granted: Claim) -> Application:
    """T10: SUBMITTED → CLAIMED."""
    return application.model_copy(
        update={
            "status": Status.CLAIMED,
            "claim": granted,
            "claimed_this_round": True,
            "timeline": noted(
                application, granted.granted_at, "claim", granted.user_id, granted.user_name
            ),
        }
    )


def renew(application: Application, lease_until: datetime) -> Application:
    """T11: the lease is longer; no line in the timeline."""
    assert application.claim is not None
    longer = application.claim.model_copy(update={"lease_until": lease_until})
    return application.model_copy(update={"claim": longer})


def release(
    application: Application, now: datetime, action: str, actor_id: str = "", actor_name: str = ""
) -> Application:
    """T11: CLAIMED → SUBMITTED. ``action`` is ``release`` or ``lease_expired``."""
    return application.model_copy(
        update={
            "status": Status.SUBMITTED,
            "claim": None,
            "timeline": noted(application, now, action, actor_id, actor_name),
        }
    )


def propose(
    application: Application,
    proposal: Proposal,
    profile: Profile,
    activity: Activity | None,
) -> Application:
    """T12–T14: CLAIMED → PROPOSED; straight to the outcome where no approver is asked for."""
    verb = proposal.decision.verb
    now = proposal.proposed_at
    proposed = application.model_copy(
        update={
            "status": Status.PROPOSED,
            "claim": None,
            "proposal": proposal,
            "timeline": noted(
                application,
                now,
                "propose",
                proposal.handler_id,
                proposal.handler_name,
                verb=verb.value,
                version_no=proposal.version_no,
            ),
            "applied_ops": [*application.applied_ops, proposal.op_id],
        }
    )
    if profile.verbs[verb].needs_approver:
        return proposed
    done = proposal.model_copy(update={"outcome": APPROVED, "approved_at": now})
    return _decided(proposed, done, profile, activity, now)


def approve(
    application: Application,
    *,
    op_id: str,
    actor_id: str,
    actor_name: str,
    now: datetime,
    granted: Iterable[str],
    profile: Profile,
    activity: Activity | None,
) -> Application:
    """T15: PROPOSED → APPROVED_AT, RETURNED or NOT_PASSED. Referred down to an office, the case
    still has to be sent there (:func:`server_stub.effects_onward.refer_down`).

    :param granted: the finding ids whose override the approver grants (R153).
    """
    assert application.proposal is not None
    done = application.proposal.model_copy(
        update={
            "approve_op_id": op_id,
            "approver_id": actor_id,
            "approver_name": actor_name,
            "approved_at": now,
            "outcome": APPROVED,
            "decision": _with_grants(application.proposal.decision, set(granted), actor_id),
        }
    )
    noted_down = application.model_copy(
        update={
            "timeline": noted(
                application, now, "approve", actor_id, actor_name, verb=done.decision.verb.value
            ),
            "applied_ops": [*application.applied_ops, op_id],
        }
    )
    return _decided(noted_down, done, profile, activity, now)


def hand_back(
    application: Application,
    *,
    op_id: str,
    outcome: str,
    text: str,
    actor_id: str,
    actor_name: str,
    granted: Claim,
) -> Application:
    """T16: PROPOSED → CLAIMED, by the approver (``SENT_BACK``) or the handler (``RECALLED``).

    The proposal goes into the history; its handler holds the case again under a new lease.
    """
    assert application.proposal is not None
    closed = application.proposal.model_copy(update={"outcome": outcome, "send_back_text": text})
    action = "send_back" if outcome == SENT_BACK else "recall"
    return application.model_copy(
        update={
            "status": Status.CLAIMED,
            "claim": granted,
            "proposal": None,
            "history": [*application.history, closed],
            "timeline": noted(
                application, granted.granted_at, action, actor_id, actor_name, text=text
            ),
            "applied_ops": [*application.applied_ops, op_id],
        }
    )


def withdraw(
    application: Application, now: datetime, actor_id: str, actor_name: str
) -> Application:
    """T09: → WITHDRAWN; the office keeps seeing the version it had."""
    return application.model_copy(
        update={
            "status": Status.WITHDRAWN,
            "claim": None,
            "timeline": noted(application, now, "withdraw", actor_id, actor_name),
        }
    )


def lapse(application: Application, now: datetime) -> Application:
    """T21: RETURNED → LAPSED, by the server's clock."""
    return application.model_copy(
        update={"status": Status.LAPSED, "timeline": noted(application, now, "lapse")}
    )


def stage_deadline(activity: Activity | None, kind: OrgKind) -> datetime | None:
    """When a stage takes no more decisions; None where the activity does not say."""
    return activity.stage_deadlines.get(kind.value) if activity else None


def resubmit_deadline(
    profile: Profile, activity: Activity | None, kind: OrgKind, now: datetime
) -> datetime | None:
    """Until when a returned case can come back: the stage's deadline (P3), or sooner by profile."""
    end = stage_deadline(activity, kind)
    days = profile.resubmit_deadline_days
    if days is None:
        return end
    soon = now + timedelta(days=days)
    return min(soon, end) if end is not None else soon


def _with_grants(decision: Decision, granted: set[str], actor_id: str) -> Decision:
    overrides = [
        OverrideRequest.model_validate({**asked.model_dump(), "by": actor_id})
        if asked.finding_id in granted
        else asked
        for asked in decision.overrides
    ]
    return decision.model_copy(update={"overrides": overrides})


def _decided(
    application: Application,
    proposal: Proposal,
    profile: Profile,
    activity: Activity | None,
    now: datetime,
) -> Application:
    status = outcome_status(proposal.decision.verb, proposal.decision.return_to)
    update: dict[str, Any] = {"status": status, "proposal": proposal, "claim": None}
    state = {Status.RETURNED: "returned", Status.APPROVED_AT: "done", Status.NOT_PASSED: "returned"}
    if status in state:
        update["route"] = [
            node.model_copy(update={"state": state[status]}) if node.state == "now" else node
            for node in application.route
        ]
    if status is Status.RETURNED:
        kind = application.route[application.stage_index].kind
        update["deadline_current"] = resubmit_deadline(profile, activity, kind, now)
    return application.model_copy(update=update)
