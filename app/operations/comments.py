"""Comments to the applicant, each on a module and perhaps a field (domain §0.1 item 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from app.domain.anchors import ScanPlace
from app.domain.enums import CommentSeverity, Severity
from app.domain.finding import Finding
from app.domain.model import ModuleComment
from app.domain.reasons import comment_from
from app.operations import draft_edits, drafts
from app.operations.changes import Changes
from app.operations.errors import OperationRefused
from app.protocol.messages import message
from app.store.draft import ReviewDraft
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def add(
    ws: Workspace,
    *,
    app_id: str,
    module: str,
    text: str,
    entry_id: str | None = None,
    field: str | None = None,
    severity: CommentSeverity = CommentSeverity.MUST_FIX,
    fix_hint: str = "",
    reason_id: str | None = None,
    from_rule: str | None = None,
    anchors: Sequence[ScanPlace] = (),
) -> Changes:
    """Add a comment.

    :raises OperationRefused: ``OP_COMMENT_EMPTY``, ``OP_MODULE_UNKNOWN``.
    """

    def change(case: CaseView) -> ReviewDraft:
        comment = ModuleComment(
            comment_id=str(uuid7()),
            module=module,
            entry_id=entry_id,
            field=field,
            reason_id=reason_id,
            severity=severity,
            text=text.strip(),
            fix_hint=fix_hint,
            anchors=list(anchors),
            from_rule=from_rule,
            round_first_raised=len(case.earlier) + 1,
        )
        return draft_edits.with_comment(case.draft, _sound(case, comment))

    return drafts.edit(ws, app_id=app_id, action="comment.add", change=change)


def edit(ws: Workspace, *, app_id: str, comment: ModuleComment) -> Changes:
    """Replace the comment of the same id.

    :raises OperationRefused: ``OP_COMMENT_UNKNOWN``, ``OP_COMMENT_EMPTY``, ``OP_MODULE_UNKNOWN``.
    """

    def change(case: CaseView) -> ReviewDraft:
        _known(case, comment.comment_id)
        return draft_edits.with_comment(case.draft, _sound(case, comment))

    return drafts.edit(ws, app_id=app_id, action="comment.edit", change=change)


def delete(ws: Workspace, *, app_id: str, comment_id: str) -> Changes:
    """Remove a comment; its content stays in the undo line of the window.

    :raises OperationRefused: ``OP_COMMENT_UNKNOWN``.
    """

    def change(case: CaseView) -> ReviewDraft:
        _known(case, comment_id)
        return draft_edits.without_comment(case.draft, comment_id)

    return drafts.edit(ws, app_id=app_id, action="comment.delete", change=change)


def from_finding(ws: Workspace, *, app_id: str, finding_id: str) -> Changes:
    """转为意见: add the ready comment of a finding at the finding's place.

    :raises OperationRefused: ``OP_FINDING_UNKNOWN``.
    """

    def change(case: CaseView) -> ReviewDraft:
        finding = next((f for f in case.findings if f.finding_id == finding_id), None)
        if finding is None:
            raise OperationRefused("OP_FINDING_UNKNOWN")
        return draft_edits.with_comment(case.draft, drafted(case, finding))

    return drafts.edit(ws, app_id=app_id, action="comment.from_finding", change=change)


def drafted(case: CaseView, finding: Finding) -> ModuleComment:
    """The ready comment of a finding.

    The finding's own words where the library has none, or where the rule could not decide: the
    library asserts, and nothing undecided may be asserted to an applicant.
    """
    ready = ("", "", None) if finding.uncertain else comment_from(finding, case.reasons)
    text, hint, reason_id = ready
    must = finding.severity in {Severity.BLOCK, Severity.ERROR}
    return ModuleComment(
        comment_id=str(uuid7()),
        module=finding.module_code,
        entry_id=finding.entry_id,
        field=finding.field,
        reason_id=reason_id,
        severity=CommentSeverity.MUST_FIX if must else CommentSeverity.ADVICE,
        text=text or message(f"{finding.message_code}.fact", **finding.params),
        fix_hint=hint,
        from_rule=finding.rule_id,
        round_first_raised=len(case.earlier) + 1,
    )


def _known(case: CaseView, comment_id: str) -> ModuleComment:
    found = next((c for c in case.draft.comments if c.comment_id == comment_id), None)
    if found is None:
        raise OperationRefused("OP_COMMENT_UNKNOWN")
    return found


def _sound(case: CaseView, comment: ModuleComment) -> ModuleComment:
    if not comment.text.strip():
        raise OperationRefused("OP_COMMENT_EMPTY")
    if case.profile.module(comment.module) is None:
        raise OperationRefused("OP_MODULE_UNKNOWN")
    return comment
