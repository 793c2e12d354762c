"""The officer's work on the case on screen: it is changed here and written within a second.

The draft on screen is ahead of the journal by at most :data:`SAVE_DELAY_MS` of typing. A reload
never throws away what is not written yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.operations import drafts
from app.store.draft import ComposerDraft, ReadingMark, ReviewDraft
from app.store.readmodels import CaseView
from app.ui.session import Session

SAVE_DELAY_MS = 300


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
        self._unsaved = 0
        self._dirty = False
        self._edits = self._read_at = 0
        self._refused: dict[str, ReviewDraft] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def case(self) -> CaseView | None:
        """The case with the draft as it is on screen."""
        return self._case

    @property
    def all_saved(self) -> bool:
        """Whether the journal holds everything."""
        return not self._ahead and not self._refused

    @property
    def _ahead(self) -> bool:
        return self._dirty or self._unsaved > 0

    @property
    def _newer(self) -> bool:
        """Whether the draft on screen is newer than a case that comes now."""
        return self._ahead or self._edits != self._read_at

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._read_at = self._edits

    def show(self, case: CaseView) -> None:
        """Take another case, or another state of the same one."""
        now = self._case
        same = now is not None and now.app_id == case.app_id
        if same and now is not None and not _same_version(now, case):
            self.flush()
        if same and now is not None and self._newer and _same_version(now, case):
            case = replace(case, draft=now.draft)
        self._case = case
        refused = self._refused.pop(case.app_id, None)
        if refused is not None:  # the journal does not know yet what was typed on it before
            self._put(refused)
            self._timer.start()
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
        self._timer.start()

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
        self._timer.start()
        self.changed.emit()

    # --- writing -------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        for app_id, draft in list(self._refused.items()):
            self._write(app_id, draft)
        case = self._case
        if case is None or not self._dirty:
            return
        self._dirty = False
        self._write(case.app_id, case.draft)

    def _put(self, draft: ReviewDraft) -> None:
        if self._case is not None:
            self._case = replace(self._case, draft=draft)
            self._dirty = True
            self._edits += 1

    def _restore(self, app_id: str, draft: ReviewDraft) -> None:
        if self._case is not None and self._case.app_id == app_id:
            kept = draft.model_copy(update={"composers": self._case.draft.composers})
            self._put(kept)
            self.flush()
            self.changed.emit()
        else:
            self._write(app_id, draft)

    def _write(self, app_id: str, draft: ReviewDraft) -> None:
        self._unsaved += 1
        self._refused.pop(app_id, None)

        def failed(problem: Exception) -> None:
            self._unsaved -= 1
            if self._case is not None and self._case.app_id == app_id:
                self._dirty = True
            else:  # its page is left: these words stand nowhere else
                self._refused[app_id] = draft
            self._timer.start(5 * SAVE_DELAY_MS)
            self.saveFailed.emit(problem)

        self._session.operate(
            lambda ws: drafts.save_draft(ws, app_id=app_id, draft=draft),
            lambda _changes: self._written(),
            failed,
            quiet=True,
        )

    def _written(self) -> None:
        self._unsaved -= 1
        if self.all_saved:
            self._timer.setInterval(SAVE_DELAY_MS)
            self.saved.emit()


def _same_version(one: CaseView, other: CaseView) -> bool:
    return one.draft.content_sha256 == other.draft.content_sha256
