"""The approver's own words on the case on screen: written within a second of the last key press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.operations import drafts
from app.store.draft import ApprovalDraft
from app.store.readmodels import CaseView
from app.ui.session import Session

SAVE_DELAY_MS = 300
_RETRY_MS = 2_000


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
        self._dirty = False
        self._edits = self._read_at = 0
        self._writing = 0
        self._refused: dict[str, ApprovalDraft] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

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
        return not self._ahead and not self._refused

    @property
    def _ahead(self) -> bool:
        return self._dirty or self._writing > 0

    @property
    def _newer(self) -> bool:
        """Whether the answer on screen is newer than a case that comes now."""
        return self._ahead or self._edits != self._read_at

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._read_at = self._edits

    def show(self, case: CaseView | None) -> None:
        """Take another case, or a newer state of the same one; nothing unsaved is thrown away."""
        now = self._case
        same = now is not None and case is not None and now.app_id == case.app_id
        if not same:
            self.flush()
        elif now is not None and case is not None and self._newer:
            case = replace(case, approval_draft=now.approval_draft)
        refused = self._refused.pop(case.app_id, None) if case is not None else None
        if case is not None and refused is not None:  # the journal does not know it yet
            case = replace(case, approval_draft=refused)
            self._dirty = True
            self._timer.start(SAVE_DELAY_MS)
        self._case = case

    def type_text(self, text: str) -> None:
        """Follow the text box."""
        self._change(lambda draft: draft.model_copy(update={"text": text}))
        self._timer.start(SAVE_DELAY_MS)

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
        self._timer.stop()
        for app_id, draft in list(self._refused.items()):
            self._write(app_id, draft)
        case = self._case
        if case is None or not self._dirty:
            return
        self._dirty = False
        self._write(case.app_id, case.approval_draft)

    def _write(self, app_id: str, draft: ApprovalDraft) -> None:
        self._writing += 1
        self._refused.pop(app_id, None)

        def failed(problem: Exception) -> None:
            self._writing -= 1
            if self._case is not None and self._case.app_id == app_id:
                self._dirty = True
            else:  # another proposal is on screen: these words stand nowhere else
                self._refused[app_id] = draft
            self._timer.start(_RETRY_MS)
            self.saveFailed.emit(problem)

        self._session.operate(
            lambda ws: drafts.save_approval(ws, app_id=app_id, draft=draft),
            lambda _changes: self._written(),
            failed,
            quiet=True,
        )

    def _change(self, change: Callable[[ApprovalDraft], ApprovalDraft]) -> None:
        if self._case is not None:
            self._case = replace(self._case, approval_draft=change(self.draft))
            self._dirty = True
            self._edits += 1
            self.saving.emit()

    def _written(self) -> None:
        self._writing -= 1
        if self.all_saved:
            self.saved.emit()
