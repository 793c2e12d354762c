"""What an officer says to a finding: looked at and in order, or asked to be let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.carry_over import Carried
from app.domain.enums import Severity, Verb
from app.domain.finding import Finding
from app.domain.model import FindingAck, OverrideRequest
from app.operations import draft_edits, drafts
from app.operations.changes import Changes
from app.operations.errors import OperationRefused
from app.operations.notes import acknowledged, notes_on
from app.store.draft import ReviewDraft
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def acknowledge(ws: Workspace, *, app_id: str, finding_id: str) -> Changes:
    """核实无误: the finding was looked at.

    :raises OperationRefused: ``OP_FINDING_UNKNOWN``.
    """

    def change(case: CaseView) -> ReviewDraft:
        finding = _find(case, finding_id)
        ack = FindingAck(finding_id=finding_id, rule=finding.rule_id, status=draft_edits.VERIFIED)
        return draft_edits.with_ack(case.draft, ack)

    return drafts.edit(ws, app_id=app_id, action="finding.acknowledge", change=change)


def acknowledge_warnings(ws: Workspace, *, app_id: str, verb: Verb) -> Changes:
    """The warnings of deciding ``verb`` with the draft as it stands were read."""

    def change(case: CaseView) -> ReviewDraft:
        decision = case.draft.decision(verb)
        return acknowledged(case.draft, notes_on(decision, case.judged(ws.clock.now())))

    return drafts.edit(ws, app_id=app_id, action="decision.acknowledge", change=change)


def take_back_acknowledgement(ws: Workspace, *, app_id: str, finding_id: str) -> Changes:
    """The finding counts as open again."""
    return drafts.edit(
        ws,
        app_id=app_id,
        action="finding.reopen",
        change=lambda case: draft_edits.without_ack(case.draft, finding_id),
    )


def request_override(ws: Workspace, *, app_id: str, finding_id: str, reason: str) -> Changes:
    """申请放行: ask the approver to let a finding pass, and say why (R153).

    :raises OperationRefused: ``OP_FINDING_UNKNOWN``, ``OP_NOT_AN_ERROR``, ``OP_REASON_EMPTY``.
    """

    def change(case: CaseView) -> ReviewDraft:
        finding = _find(case, finding_id)
        if finding.severity is not Severity.ERROR:
            raise OperationRefused("OP_NOT_AN_ERROR")
        if not reason.strip():
            raise OperationRefused("OP_REASON_EMPTY")
        request = OverrideRequest(
            finding_id=finding_id,
            rule=finding.rule_id,
            reason=reason.strip(),
            by=ws.account.user_id,
        )
        return draft_edits.with_override(case.draft, request)

    return drafts.edit(ws, app_id=app_id, action="finding.request_override", change=change)


def withdraw_override(ws: Workspace, *, app_id: str, finding_id: str) -> Changes:
    """Ask no more that the finding be let pass."""
    return drafts.edit(
        ws,
        app_id=app_id,
        action="finding.withdraw_override",
        change=lambda case: draft_edits.without_override(case.draft, finding_id),
    )


def carryable(case: CaseView) -> Carried:
    """Answers of the last return that hold still and were not given again in this draft."""
    draft = case.draft
    said = [ack.finding_id for ack in draft.acks]
    said += [one.finding_id for one in draft.overrides]
    turned = {(one.from_rule, one.module, one.entry_id, one.field) for one in draft.comments}
    said += [
        one.finding_id
        for one in case.findings
        if (one.rule_id, one.module_code, one.entry_id, one.field) in turned
    ]
    return case.carried.without(said)


def with_carried(draft: ReviewDraft, carried: Carried) -> ReviewDraft:
    """The draft with these answers taken over."""
    return draft.model_copy(
        update={
            "acks": [*draft.acks, *carried.acks],
            "overrides": [*draft.overrides, *carried.overrides],
        }
    )


def carry_over(ws: Workspace, *, app_id: str) -> Changes:
    """沿用上一版的核实: take over what still holds of the last return's answers."""
    return drafts.edit(
        ws,
        app_id=app_id,
        action="finding.carry_over",
        change=lambda case: with_carried(case.draft, carryable(case)),
    )


def _find(case: CaseView, finding_id: str) -> Finding:
    found = next((f for f in case.findings if f.finding_id == finding_id), None)
    if found is None:
        raise OperationRefused("OP_FINDING_UNKNOWN")
    return found
