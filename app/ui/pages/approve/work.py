"""The approver's own words on the case on screen: written within a second of the last key press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.operations import drafts
from app.operations.changes import Changes
from app.operations.workspace import Workspace
from app.store.draft import ApprovalDraft
from app.store.readmodels import CaseView
from app.ui.pages.unwritten import Unwritten
from app.ui.session import Session


class ApprovalWork(QObject):
    """A proposal with the draft of its answer.

    Attributes:
        saving: what was typed is not in the journal yet.
        saved: the journal holds everything.
        saveFailed: it does not, and why; the text stays on screen and is tried again.
    """

    saving = Signal()
    saved = Signal()
    saveFailed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._case: CaseView | None = None
        self._unwritten: Unwritten[ApprovalDraft] = Unwritten(session, self._answer, _save, self)
        self._unwritten.saved.connect(self.saved)
        self._unwritten.failed.connect(self.saveFailed)

    @property
    def case(self) -> CaseView | None:
        """The case with the draft as it is on screen."""
        return self._case

    @property
    def draft(self) -> ApprovalDraft:
        """The answer as it is on screen; one for another proposal does not count."""
        case = self._case
        if case is None or case.proposal is None:
            return ApprovalDraft()
        if case.approval_draft.proposal_op_id == case.proposal.op_id:
            return case.approval_draft
        return ApprovalDraft(proposal_op_id=case.proposal.op_id, text=case.approval_draft.text)

    @property
    def all_saved(self) -> bool:
        """Whether the journal holds everything."""
        return self._unwritten.all_saved

    def _answer(self) -> tuple[str, ApprovalDraft] | None:
        return (self._case.app_id, self._case.approval_draft) if self._case else None

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._unwritten.reading()

    def show(self, case: CaseView | None) -> None:
        """Take another case, or a newer state of the same one; nothing unsaved is thrown away."""
        now = self._case
        same = now is not None and case is not None and now.app_id == case.app_id
        if not same:
            self.flush()
        elif now is not None and case is not None and self._unwritten.newer:
            case = replace(case, approval_draft=now.approval_draft)
        left = self._unwritten.left_of(case.app_id) if case is not None else None
        if case is not None and left is not None:
            case = replace(case, approval_draft=left)
            self._unwritten.edited()
            self._unwritten.later()
        self._case = case

    def type_text(self, text: str) -> None:
        """Follow the text box."""
        self._change(lambda draft: draft.model_copy(update={"text": text}))
        self._unwritten.later()

    def grant(self, finding_id: str, granted: bool) -> None:
        """Let a finding pass, or not."""

        def change(draft: ApprovalDraft) -> ApprovalDraft:
            others = [one for one in draft.granted if one != finding_id]
            kept = [*others, finding_id] if granted else others
            return draft.model_copy(update={"granted": kept})

        self._change(change)
        self.flush()

    def flush(self) -> None:
        """Write what is not written yet."""
        self._unwritten.flush()

    def _change(self, change: Callable[[ApprovalDraft], ApprovalDraft]) -> None:
        if self._case is not None:
            self._case = replace(self._case, approval_draft=change(self.draft))
            self._unwritten.edited()
            self.saving.emit()


def _save(ws: Workspace, app_id: str, draft: ApprovalDraft) -> Changes:
    return drafts.save_approval(ws, app_id=app_id, draft=draft)
