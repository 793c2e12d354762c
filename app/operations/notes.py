"""What the rules say about a decision without barring it (domain §4.13, the decide gate).

A warning wants one acknowledgement before the decision is proposed. A guard, and a guard that
could not be decided, is told where the officer acts and recorded with the decision; it never bars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.domain.checks import Subject, check_decision
from app.domain.enums import Severity, Verb
from app.domain.finding import Finding
from app.domain.model import Decision, FindingAck, ModuleComment
from app.operations.draft_edits import VERIFIED, is_of_decision
from app.store.draft import ReviewDraft
from app.store.readmodels import CaseView

TOLD = "TOLD"
"""The status of a guard that the officer was told of when they proposed."""

_SENDS_BACK = (Verb.RETURN, Verb.REFER_DOWN, Verb.NOT_PASSED)


def notes_on(decision: Decision, subject: Subject) -> tuple[Finding, ...]:
    """What the rules say about a decision without barring it, gravest first."""
    found = check_decision(decision, subject)
    return tuple(finding for finding in found if finding.severity is not Severity.BLOCK)


def by_comment(notes: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    """Comment id → what is said about that comment."""
    found: dict[str, list[Finding]] = {}
    for note in notes:
        comment_id = note.evidence.get("comment_id")
        if isinstance(comment_id, str):
            found.setdefault(comment_id, []).append(note)
    return found


def comment_notes(
    case: CaseView, now: datetime, *, typed: ModuleComment | None = None
) -> Mapping[str, list[Finding]]:
    """What the rules say about each comment of the draft, as if the case were sent back now.

    :param typed: the comment that stands in the box, new or in place of the one of its id.
    """
    comments = [one for one in case.draft.comments if typed is None or _differ(one, typed)]
    if typed is not None and typed.text.strip():
        comments.append(typed)
    if not comments:
        return {}
    chosen = case.draft.verb
    verb = chosen if chosen in _SENDS_BACK else Verb.RETURN
    decision = case.draft.decision(verb).model_copy(update={"module_comments": comments})
    return by_comment(notes_on(decision, case.judged(now)))


def warnings_open(notes: Iterable[Finding], acks: Iterable[FindingAck]) -> tuple[Finding, ...]:
    """The warnings of a decision that the officer has not acknowledged."""
    seen = {ack.finding_id for ack in acks if ack.status != TOLD}
    return tuple(
        note for note in notes if note.severity is Severity.WARN and note.finding_id not in seen
    )


def acknowledged(draft: ReviewDraft, notes: Iterable[Finding]) -> ReviewDraft:
    """The draft with the warnings among these acknowledged."""
    new = acks_of(warnings_open(notes, draft.acks))
    ids = {ack.finding_id for ack in new}
    kept = [ack for ack in draft.acks if ack.finding_id not in ids]
    return draft.model_copy(update={"acks": [*kept, *new]})


def acks_of(warnings: Iterable[Finding]) -> tuple[FindingAck, ...]:
    """That an officer read these warnings."""
    return tuple(
        FindingAck(finding_id=one.finding_id, rule=one.rule_id, status=VERIFIED) for one in warnings
    )


def recorded(decision: Decision, notes: Sequence[Finding]) -> Decision:
    """The decision with what its officer was told; acknowledgements of other verbs left out."""
    of_this = {note.finding_id for note in notes if note.severity is Severity.WARN}
    acks = [
        ack
        for ack in decision.findings_ack
        if ack.status != TOLD and (not is_of_decision(ack) or ack.finding_id in of_this)
    ]
    told = {
        note.finding_id: FindingAck(finding_id=note.finding_id, rule=note.rule_id, status=TOLD)
        for note in notes
        if note.severity is not Severity.WARN
    }
    return decision.model_copy(update={"findings_ack": [*acks, *told.values()]})


def _differ(one: ModuleComment, other: ModuleComment) -> bool:
    return one.comment_id != other.comment_id
