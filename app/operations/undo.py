"""Taking back an operation of which nothing was sent (design §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.operations.changes import Changes
from app.operations.draft_edits import plus
from app.operations.errors import OperationRefused
from app.protocol.operations import Operation, OperationKind
from app.store.draft import ApprovalDraft, DossierDraft, ReviewDraft
from app.store.journal_writer import JournalWriter, NotUndoable
from app.store.projection import OPEN
from app.store.readmodels import OpState

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def undo(ws: Workspace, *, op_id: str) -> Changes:
    """Take an operation out of the outbox; its content goes back into the draft.

    :raises OperationRefused: ``OP_UNKNOWN``, ``OP_NOTHING_TO_UNDO`` where it was taken back
        already, ``OP_ALREADY_SENT``, ``OP_LATER_FIRST``.
    """
    with ws.transaction() as writer:
        try:
            known = writer.op(op_id)
        except KeyError as problem:
            raise OperationRefused("OP_UNKNOWN") from problem
        if known.state in {OpState.CANCELLED, OpState.ARCHIVED}:
            raise OperationRefused("OP_NOTHING_TO_UNDO")
        later = [op for op in writer.ops_of(known.app_id) if op.seq > known.seq]
        if any(op.state in OPEN for op in later):
            raise OperationRefused("OP_LATER_FIRST")
        try:
            writer.undo_op(op_id)
        except NotUndoable as problem:
            raise OperationRefused("OP_ALREADY_SENT") from problem
        operation = known.operation()
        give_back(writer, operation)
        writer.audit("undo", known.app_id, {"op_id": op_id})
    return Changes(frozenset({known.app_id}), (), "done.undo", (("name", known.subject),))


def give_back(writer: JournalWriter, operation: Operation) -> None:
    """Put what an operation says back into the draft it came from; newer words stay."""
    if operation.kind is OperationKind.PROPOSE:
        writer.save_review(operation.app_id, restored(writer, operation))
    elif operation.kind is OperationKind.SAVE_DOSSIER:
        taken_back = DossierDraft.model_validate(operation.payload)
        known = writer.dossier(operation.app_id)
        if known is None or known.dossier == taken_back.dossier:
            half = known.half if known else {}
            writer.save_dossier(operation.app_id, taken_back.model_copy(update={"half": half}))
    elif operation.kind in {OperationKind.APPROVE, OperationKind.SEND_BACK}:
        begun = writer.approval(operation.app_id)
        if begun is None or not begun.has_work:
            writer.save_approval(operation.app_id, _approval(operation.payload))


def restored(writer: JournalWriter, operation: Operation) -> ReviewDraft:
    """The review draft with an operation's content, for the version the operation was made for."""
    base = operation.base
    fresh = ReviewDraft(version_no=base.version_no, content_sha256=base.content_sha256)
    draft = writer.review(operation.app_id) or fresh
    if draft.content_sha256 != base.content_sha256 and not draft.has_work:
        draft = fresh
    return plus(draft, operation.decision())


def _approval(payload: dict[str, Any]) -> ApprovalDraft:
    return ApprovalDraft(
        proposal_op_id=str(payload.get("proposal_op_id", "")),
        text=str(payload.get("text", "")),
        granted=[str(finding_id) for finding_id in payload.get("overrides") or []],
    )
