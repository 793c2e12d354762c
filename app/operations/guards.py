"""What stands in the way of an officer's action, before anything is written.

The same table as the server's (domain §4.7), but for what cannot be known here: an expired lease
of one's own is no obstacle, for the server takes the case again and decides in one step where
nobody else has it (design §4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from app.domain.checks import Subject, check_decision
from app.domain.enums import Role, Severity, Status
from app.domain.finding import Finding
from app.domain.gate import open_findings
from app.domain.model import Account, Application, Decision
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.workflow import Actor, Event, Refusal, Situation, refusals
from app.operations.notes import notes_on, warnings_open
from app.operations.wording import counted

_SETTLED_BY_SERVER = frozenset({"LEASE_LOST"})
_SAID_BY_THE_FINDINGS = "finding.R153"
"""An error left open is told by its own rule, with FINDINGS_OPEN."""


def actor_of(account: Account, device_id: str = "") -> Actor:
    """The officer as the workflow knows them; self-review is the server's to find out."""
    return Actor(
        user_id=account.user_id,
        roles=frozenset(Role(role) for role in account.roles),
        org_id=account.org.org_id,
        device_id=device_id,
    )


def was_mine(application: Application, account: Account) -> bool:
    """Whether the officer claimed the case last, be the lease alive or not."""
    claim = application.claim
    return claim is not None and claim.user_id == account.user_id


def deadline_refusals(application: Application, now: datetime) -> list[Refusal]:
    """That the stage takes no more decisions; the server's receiving time will decide."""
    deadline = application.deadline_current
    if deadline is None or now <= deadline:
        return []
    moment = f"{deadline.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return [Refusal("DEADLINE_PASSED", {"deadline": moment})]


def decide_refusals(
    application: Application,
    account: Account,
    profile: Profile,
    now: datetime,
    decision: Decision,
    *,
    worked_on: bool,
) -> list[Refusal]:
    """Why this decision cannot be proposed.

    :param application: with its projected status.
    :param worked_on: a draft of one's own stands on it: the claim was there once.
    """
    seen = application
    if application.status is Status.SUBMITTED and (worked_on or was_mine(application, account)):
        seen = application.model_copy(update={"status": Status.CLAIMED})
    elif application.status is Status.SUBMITTED:
        return [Refusal("NOT_CLAIMED")]
    claim = seen.claim
    if claim is not None and claim.user_id != account.user_id and claim.lease_until > now:
        return [Refusal("CLAIMED_BY_OTHER", {"name": claim.user_name or claim.user_id})]
    if overdue := deadline_refusals(application, now):
        return overdue
    at = Situation(seen, actor_of(account), profile, now, decision)
    found = refusals(Event.PROPOSE, at)
    return [refusal for refusal in found if refusal.code not in _SETTLED_BY_SERVER]


def content_refusals(
    decision: Decision, findings: Sequence[Finding], subject: Subject
) -> list[Refusal]:
    """What is wrong with a decision itself, or what it leaves open."""
    found = [
        Refusal(f"{finding.message_code}.short", finding.params)
        for finding in check_decision(decision, subject)
        if finding.severity is Severity.BLOCK and finding.message_code != _SAID_BY_THE_FINDINGS
    ]
    left = open_findings(findings, decision)
    if left:
        counts = Counter(finding.severity.value for finding in (*left.blocking, *left.errors))
        kinds = {"BLOCK": counts["BLOCK"], "ERROR": counts["ERROR"], "UNSEEN": len(left.unseen)}
        words = {"what": counted(kinds, "zh_CN"), "what_en": counted(kinds, "en")}
        found.append(Refusal("FINDINGS_OPEN", {**words, "rules": "、".join(left.rule_ids)}))
    return found


def warned_refusals(decision: Decision, subject: Subject) -> list[Refusal]:
    """That a rule warns of the decision and nobody acknowledged it."""
    left = warnings_open(notes_on(decision, subject), decision.findings_ack)
    rules = "、".join(dict.fromkeys(note.rule_id for note in left))
    return [Refusal("DECISION_WARNED", {"rules": rules})] if left else []
