"""The officer's work on the case on screen: it is changed here and written within a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.operations import drafts
from app.operations.changes import Changes
from app.operations.workspace import Workspace
from app.store.draft import ComposerDraft, ReadingMark, ReviewDraft
from app.store.readmodels import CaseView
from app.ui.pages.unwritten import Unwritten
from app.ui.session import Session


class ReviewWork(QObject):
    """A case with its draft.

    Attributes:
        changed: something on screen should follow.
        saved: the journal holds everything that was typed.
        saveFailed: it does not, and why; the text stays on screen and is tried again.
    """

    changed = Signal()
    saved = Signal()
    saveFailed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._case: CaseView | None = None
        self._unwritten: Unwritten[ReviewDraft] = Unwritten(session, self._draft, _save, self)
        self._unwritten.saved.connect(self.saved)
        self._unwritten.failed.connect(self.saveFailed)

    @property
    def case(self) -> CaseView | None:
        """The case with the draft as it is on screen."""
        return self._case

    @property
    def all_saved(self) -> bool:
        """Whether the journal holds everything."""
        return self._unwritten.all_saved

    def _draft(self) -> tuple[str, ReviewDraft] | None:
        return (self._case.app_id, self._case.draft) if self._case else None

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._unwritten.reading()

    def show(self, case: CaseView) -> None:
        """Take another case, or another state of the same one."""
        now = self._case
        same = now is not None and now.app_id == case.app_id
        if same and now is not None and not _same_version(now, case):
            self.flush()
        if same and now is not None and self._unwritten.newer and _same_version(now, case):
            case = replace(case, draft=now.draft)
        self._case = case
        left = self._unwritten.left_of(case.app_id)
        if left is not None:
            self._put(left)
            self._unwritten.later()
        self.changed.emit()

    def leave(self) -> None:
        """Write what is not written, before another case comes."""
        self.flush()
        self._case = None

    # --- changing ------------------------------------------------------------------------------

    def update(self, change: Callable[[ReviewDraft], ReviewDraft], *, quiet: bool = False) -> None:
        """Change the draft and write it at once; ``quiet`` changes alone make no undo."""
        case = self._case
        if case is None:
            return
        self._put(change(case.draft))
        self.flush()
        if not quiet:
            self.changed.emit()

    def update_with_undo(self, words: str, change: Callable[[ReviewDraft], ReviewDraft]) -> None:
        """Change the draft and offer to take the change back."""
        case = self._case
        if case is None:
            return
        app_id, before = case.app_id, case.draft
        after = change(before)
        if after == before:
            return
        self.update(lambda _draft: after)
        self._session.undo.push(
            words, lambda: self._restore(app_id, before), lambda: self._restore(app_id, after)
        )

    def type_text(self, module: str, composer: ComposerDraft) -> None:
        """Follow the comment box; written within a second of the last key press."""
        case = self._case
        if case is None:
            return
        composers = {**case.draft.composers, module: composer}
        if not composer.text and not composer.editing:
            composers.pop(module)
        self._put(case.draft.model_copy(update={"composers": composers}))
        self._unwritten.later()

    def mark_read(self, module: str, mark: ReadingMark) -> None:
        """Note how far a module was read; a mark never goes back."""
        case = self._case
        if case is None:
            return
        now = case.draft.reading.get(module, ReadingMark.UNSEEN)
        if now is mark or now is ReadingMark.DONE:
            return
        reading = {**case.draft.reading, module: mark}
        self._put(case.draft.model_copy(update={"reading": reading}))
        self._unwritten.later()
        self.changed.emit()

    # --- writing -------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what is not written yet."""
        self._unwritten.flush()

    def _put(self, draft: ReviewDraft) -> None:
        if self._case is not None:
            self._case = replace(self._case, draft=draft)
            self._unwritten.edited()

    def _restore(self, app_id: str, draft: ReviewDraft) -> None:
        if self._case is not None and self._case.app_id == app_id:
            kept = draft.model_copy(update={"composers": self._case.draft.composers})
            self._put(kept)
            self.flush()
            self.changed.emit()
        else:
            self._unwritten.write(app_id, draft)


def _save(ws: Workspace, app_id: str, draft: ReviewDraft) -> Changes:
    return drafts.save_draft(ws, app_id=app_id, draft=draft)


def _same_version(one: CaseView, other: CaseView) -> bool:
    return one.draft.content_sha256 == other.draft.content_sha256
