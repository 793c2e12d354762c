"""Keeping what an officer has begun; never refused for the state of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.operations.changes import Changes
from app.operations.draft_edits import minus
from app.operations.envelope import find_case
from app.protocol.operations import OperationKind
from app.store.draft import ApprovalDraft, ReviewDraft
from app.store.projection import OPEN
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def save_draft(ws: Workspace, *, app_id: str, draft: ReviewDraft) -> Changes:
    """Keep a handler's draft as it is on screen.

    What an open proposal of the case already says is left out of it: a save that was under way
    while the officer proposed must not bring the comments back.
    """
    for known in ws.journal.ops_of(app_id):
        if known.kind == OperationKind.PROPOSE and known.state in OPEN:
            draft = minus(draft, known.operation().decision())
    ws.journal.save_review(app_id, draft, actor=ws.account.user_id, now=ws.clock.now())
    return Changes(frozenset({app_id}))


def save_approval(ws: Workspace, *, app_id: str, draft: ApprovalDraft) -> Changes:
    """Keep what an approver has begun."""
    ws.journal.save_approval(app_id, draft, actor=ws.account.user_id, now=ws.clock.now())
    return Changes(frozenset({app_id}))


def edit(
    ws: Workspace,
    *,
    app_id: str,
    action: str,
    change: Callable[[CaseView], ReviewDraft],
) -> Changes:
    """Change the stored draft of a case and note the action.

    :param change: gives the new draft for the case as it stands.
    :raises OperationRefused: whatever ``change`` raises; nothing is written then.
    """
    case = find_case(ws, app_id)
    draft = change(case)
    with ws.transaction() as writer:
        writer.save_review(app_id, draft)
        writer.audit(action, app_id, draft.model_dump(mode="json"))
    return Changes(frozenset({app_id}))
