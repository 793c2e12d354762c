"""Proposing a decision, and recalling a proposal that the server has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.enums import Verb
from app.domain.gate import open_findings
from app.domain.model import Decision
from app.domain.workflow import Event, Situation, refusals
from app.operations.changes import Changes
from app.operations.dossier import has_unsaved, put_dossier, save_refusals
from app.operations.draft_edits import minus
from app.operations.envelope import files_read, find_case, put, refuse_first
from app.operations.errors import OperationRefused
from app.operations.guards import (
    actor_of,
    content_refusals,
    decide_refusals,
    warned_refusals,
)
from app.operations.notes import notes_on, recorded
from app.operations.refer import ReturnTo
from app.protocol.operations import OperationKind
from app.store.projection import OPEN
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def propose(
    ws: Workspace,
    *,
    app_id: str,
    verb: Verb,
    overall_text: str | None = None,
    reason_category: str | None = None,
    return_to: ReturnTo | None = None,
) -> Changes:
    """提请: put what stands in the draft into the outbox under a verb.

    The operation, its audit row and the draft without what was said are one transaction. Typed
    text that was not added, and reading marks, stay in the draft. A dossier that was changed is
    saved before a PASS, in the same transaction. Guards that the officer was told of are recorded
    with the decision (:mod:`app.operations.notes`).

    :param overall_text: the words to the whole; None takes those of the draft.
    :param reason_category: the ground of a terminal verb; None takes that of the draft.
    :param return_to: where REFER_DOWN leads; None takes that of the draft.
    :raises OperationRefused: a guard, a rule or an open finding stands in the way; nothing was
        written.
    """
    case = find_case(ws, app_id)
    decision = _decision(case, verb, overall_text, reason_category, return_to)
    _refuse(ws, case, decision)
    carries = verb is Verb.PASS and has_unsaved(ws, case)
    if carries:
        refuse_first(save_refusals(ws, case))
    told = notes_on(decision, case.judged(ws.clock.now()))
    with ws.transaction() as writer:
        if carries:
            put_dossier(ws, writer, case)
        operation = put(
            ws,
            writer,
            case,
            OperationKind.PROPOSE,
            recorded(decision, told).model_dump(mode="json"),
            seen=files_read(case),
        )
        writer.save_review(app_id, minus(case.draft, decision))
    name = case.version.person.name
    return Changes(
        frozenset({app_id}), (operation.op_id,), f"done.propose.{verb.value}", (("name", name),)
    )


def _decision(
    case: CaseView,
    verb: Verb,
    text: str | None,
    category: str | None,
    return_to: ReturnTo | None,
) -> Decision:
    update: dict[str, object] = {}
    if text is not None:
        update["overall_text"] = text
    if category is not None:
        update["reason_category"] = category
    if return_to is not None:
        update["return_to"] = return_to
    return case.draft.decision(verb).model_copy(update=update)


def _refuse(ws: Workspace, case: CaseView, decision: Decision) -> None:
    if _proposed_here(case):
        raise OperationRefused("ALREADY_PROPOSED")
    if case.draft_outdated:
        old, new = str(case.draft.version_no), str(case.version.version_no)
        raise OperationRefused("DRAFT_OUTDATED", old=old, new=new)
    now = ws.clock.now()
    projected = case.application.model_copy(update={"status": case.status})
    worked_on = case.draft.has_work
    refuse_first(
        decide_refusals(projected, ws.account, case.profile, now, decision, worked_on=worked_on)
    )
    subject = case.judged(now)
    rule_ids = open_findings(case.findings, decision).rule_ids
    refuse_first(content_refusals(decision, case.findings, subject), tuple(rule_ids))
    refuse_first(warned_refusals(decision, subject))


def _proposed_here(case: CaseView) -> bool:
    return any(row.kind == OperationKind.PROPOSE and row.state in OPEN for row in case.ops)


def recall(ws: Workspace, *, app_id: str, text: str = "") -> Changes:
    """收回: take back one's own proposal that the server has and nobody approved yet.

    :raises OperationRefused: a guard stands in the way.
    """
    case = find_case(ws, app_id)
    projected = case.application.model_copy(update={"status": case.status})
    at = Situation(projected, actor_of(ws.account), case.profile, ws.clock.now())
    refuse_first(refusals(Event.RECALL, at))
    assert case.application.proposal is not None  # else a guard had refused
    proposal = case.application.proposal
    payload = {"proposal_op_id": proposal.op_id, "text": text}
    with ws.transaction() as writer:
        operation = put(ws, writer, case, OperationKind.RECALL, payload, seen=[])
    return Changes(
        frozenset({app_id}),
        (operation.op_id,),
        "done.recall",
        (("name", case.version.person.name),),
    )
