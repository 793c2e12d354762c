"""Reading the table: what stands in the way of an event, and where a decision leads."""

from __future__ import annotations

from app.domain.enums import OrgKind, Status, Verb
from app.domain.refusal import Refusal
from app.domain.workflow.events import Event
from app.domain.workflow.seats import may_sit, node_kind
from app.domain.workflow.situation import Situation
from app.domain.workflow.table import TRANSITIONS, Transition


def row_of(event: Event, at: Situation) -> Transition | Refusal:
    """The row that an event would go by here, or why there is none."""
    rows = [row for row in TRANSITIONS if row.event is event]
    status = at.application.status
    rows = [row for row in rows if not row.source or status in row.source]
    rows = [row for row in rows if _of_kind(row, node_kind(at.application))]
    if not rows:
        return Refusal("WRONG_STATE", {"status": status.value})
    verb = at.decision.verb if at.decision else None
    for row in rows:
        if not row.verbs or verb in row.verbs:
            return row
    return Refusal("VERB_NOT_OFFERED")


def refusals(event: Event, at: Situation) -> list[Refusal]:
    """Why ``event`` is not possible here and now; empty when it is."""
    if at.application.readable_only:
        return [Refusal("NEWER_SERVER")]
    row = row_of(event, at)
    if isinstance(row, Refusal):
        return [row]
    if not may_sit(row.seats, at.actor.roles, node_kind(at.application)):
        return [Refusal("NO_SCOPE")]
    return [refusal for guard in row.guards if (refusal := guard(at)) is not None]


def outcome_status(verb: Verb, return_to: str = "APPLICANT") -> Status:
    """Where an approved decision leads (T15, T22).

    :param return_to: of REFER_DOWN; a case referred to an office waits there to be claimed.
    """
    if verb is Verb.REFER_DOWN and return_to != "APPLICANT":
        return Status.SUBMITTED
    return {
        Verb.PASS: Status.APPROVED_AT,
        Verb.RETURN: Status.RETURNED,
        Verb.REFER_DOWN: Status.RETURNED,
        Verb.NOT_PASSED: Status.NOT_PASSED,
    }[verb]


def _of_kind(row: Transition, kind: OrgKind) -> bool:
    return not row.kinds or kind in row.kinds
