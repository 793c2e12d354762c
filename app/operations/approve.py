"""复核: an approver agrees to a proposal, or sends it back to its handler."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from app.domain.model import Proposal
from app.domain.workflow import Event, Situation, refusals
from app.operations.changes import Changes
from app.operations.envelope import files_here, find_case, put, refuse_first
from app.operations.errors import OperationRefused
from app.operations.guards import actor_of, deadline_refusals
from app.protocol.operations import OperationKind
from app.store.draft import DraftKind
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def approve(
    ws: Workspace,
    *,
    app_id: str,
    text: str = "",
    granted: Collection[str] | None = None,
    proposal_op_id: str | None = None,
) -> Changes:
    """批准 a proposal, for the content it was made for.

    :param granted: findings whose override is granted; None takes those of the draft, where that
        was begun for this proposal.
    :param proposal_op_id: the proposal that was looked at; None takes the one that stands.
    :raises OperationRefused: ``OP_PROPOSAL_CHANGED``; ``NEW_VERSION`` where the content is
        another by now; ``OP_OVERRIDES_OPEN`` where an override that was asked for is not granted
        (R153); or a guard.
    """
    case = find_case(ws, app_id)
    proposal = _proposal(ws, case, Event.APPROVE)
    if proposal_op_id is not None and proposal.op_id != proposal_op_id:
        raise OperationRefused("OP_PROPOSAL_CHANGED")
    if proposal.content_sha256 != case.version.content_sha256:
        raise OperationRefused("NEW_VERSION", version_no=str(case.version.version_no))
    agreed = set(_granted(case, proposal) if granted is None else granted)
    asked = {request.finding_id: request.rule for request in proposal.decision.overrides}
    left = [rule for finding_id, rule in asked.items() if finding_id not in agreed]
    if left:
        raise OperationRefused("OP_OVERRIDES_OPEN", rule_ids=("R153", *left), n=str(len(left)))
    payload = {
        "proposal_op_id": proposal.op_id,
        "text": text,
        "overrides": sorted(agreed & asked.keys()),
    }
    return _answer(ws, case, OperationKind.APPROVE, payload, "done.approve")


def send_back(ws: Workspace, *, app_id: str, text: str) -> Changes:
    """退还经办, and say why.

    :raises OperationRefused: ``OP_TEXT_EMPTY``, or a guard.
    """
    case = find_case(ws, app_id)
    proposal = _proposal(ws, case, Event.SEND_BACK)
    if not text.strip():
        raise OperationRefused("OP_TEXT_EMPTY")
    payload = {"proposal_op_id": proposal.op_id, "text": text.strip()}
    return _answer(ws, case, OperationKind.SEND_BACK, payload, "done.send_back")


def _granted(case: CaseView, proposal: Proposal) -> list[str]:
    draft = case.approval_draft
    return draft.granted if draft.proposal_op_id == proposal.op_id else []


def _proposal(ws: Workspace, case: CaseView, event: Event) -> Proposal:
    projected = case.application.model_copy(update={"status": case.status})
    at = Situation(projected, actor_of(ws.account), case.profile, ws.clock.now())
    late = deadline_refusals(case.application, at.now) if event is Event.APPROVE else []
    refuse_first([*late, *refusals(event, at)])
    proposal = case.application.proposal
    if proposal is None:
        raise OperationRefused("NOTHING_PROPOSED")
    return proposal


def _answer(
    ws: Workspace, case: CaseView, kind: OperationKind, payload: dict[str, Any], words: str
) -> Changes:
    with ws.transaction() as writer:
        operation = put(ws, writer, case, kind, payload, seen=files_here(case))
        writer.delete_draft(case.app_id, DraftKind.APPROVAL)
    name = case.version.person.name
    return Changes(frozenset({case.app_id}), (operation.op_id,), words, (("name", name),))
