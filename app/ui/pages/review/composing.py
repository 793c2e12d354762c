"""The comment box: what is typed, where it belongs, and how it becomes a comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from uuid_utils.compat import uuid7

from app.domain.anchors import ScanPlace
from app.domain.enums import CommentSeverity
from app.domain.model import ModuleComment
from app.operations.draft_edits import with_comment, without_comment
from app.operations.notes import comment_notes
from app.store.draft import ComposerDraft, ReviewDraft
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.anchor_marks import places_words
from app.ui.pages.review.cards import note_specs
from app.ui.pages.review.place import Place, entry_ids
from app.ui.pages.review.work import ReviewWork
from app.ui.widgets import Composer, formats

_WHOLE = "*"
_TYPED = "typed"
"""The id of the comment in the box while rules look at it."""
_VAGUE = "R151"


def place_choices(case: CaseView, place: Place) -> list[tuple[str, str]]:
    """What a comment can be about: the entry as a whole, or one of its fields."""
    module = case.profile.module(place.module)
    if module is None:
        return []
    name = module.label.in_(language())
    entries = entry_ids(case, place.module)
    if len(entries) > 1 and place.entry in entries:
        name = f"{name} {entries.index(place.entry) + 1}"
    return [(_WHOLE, name)] + [
        (spec.code, f"{name} · {spec.label.in_(language())}") for spec in module.fields
    ]


class Composing(QObject):
    """Keeps the comment box and the draft in step.

    Attributes:
        added: the id of a comment that was just added or changed.
    """

    added = Signal(str)

    def __init__(
        self, box: Composer, work: ReviewWork, clock: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._box, self._work, self._clock = box, work, clock
        self._place = Place()
        self._shown = ("", "", "")
        box.set_severities(
            [
                (CommentSeverity.MUST_FIX.value, self.tr("须改")),
                (CommentSeverity.ADVICE.value, self.tr("建议")),
            ]
        )
        box.textEdited.connect(self._typed)
        box.severityChanged.connect(self._typed)
        box.placeChanged.connect(self._typed)
        box.addRequested.connect(self.add)
        work.saved.connect(self._saved)

    def show(self, place: Place) -> None:
        """Show the box of another place, with what was typed there before."""
        case = self._work.case
        if case is None:
            return
        shown = (case.app_id, place.module, place.entry)
        moved, self._shown = shown != self._shown, shown
        self._place = place
        if not moved and self._box.text():
            return
        draft = case.draft.composers.get(place.module)
        self._box.set_places(place_choices(case, self._about()))
        if draft is not None:
            self._show_draft(draft)
        else:
            self._box.set_text("")
            self._box.choose(severity=CommentSeverity.MUST_FIX.value, place=place.field or _WHOLE)
            self._box.set_origin("")
            self._box.set_saved("none")
            self._show_places(None)
        self._warn()

    def draft(self) -> ComposerDraft:
        """What stands in the box."""
        case = self._work.case
        before = case.draft.composers.get(self._place.module) if case else None
        base = before or ComposerDraft()
        return base.model_copy(
            update={
                "text": self._box.text(),
                "severity": CommentSeverity(self._box.severity()),
                "entry_id": self._about().entry or None,
                "field": None if self._box.place() == _WHOLE else self._box.place(),
            }
        )

    def _about(self) -> Place:
        """The entry that the text in the box is about: the one where it was begun."""
        case = self._work.case
        begun = case.draft.composers.get(self._place.module) if case else None
        if begun is None or not (begun.text or begun.editing):
            return self._place
        return replace(self._place, entry=begun.entry_id or "")

    @property
    def has_words(self) -> bool:
        """Whether a comment is being written."""
        return bool(self._box.text().strip())

    @property
    def about_entry(self) -> str:
        """The entry that the comment in the box is about."""
        return self._about().entry

    @property
    def about_field(self) -> str:
        """The field that the comment in the box is about; empty for the entry as a whole."""
        return "" if self._box.place() in ("", _WHOLE) else self._box.place()

    def attach(self, places: Sequence[ScanPlace]) -> bool:
        """Let the comment in the box point at these places; False where there are no words."""
        if not self.has_words:
            return False
        draft = self.draft().model_copy(update={"anchors": list(places)})
        self._work.type_text(self._place.module, draft)
        self._show_places(draft)
        self._work.flush()
        return True

    def _show_places(self, draft: ComposerDraft | None) -> None:
        case = self._work.case
        words = places_words(case, draft.anchors) if case is not None and draft else ""
        self._box.set_anchor_words(words)

    def fill(self, draft: ComposerDraft, origin: str) -> bool:
        """Put a prepared text into the box and go there.

        False, and nothing happens, while other words stand in the box: they would be lost.
        """
        standing = self._box.text().strip()
        if standing and standing != draft.text.strip():
            self._box.editor.setFocus()
            return False
        self._work.type_text(self._place.module, draft)
        self._show_draft(draft)
        self._box.set_origin(origin)
        self._box.editor.setFocus()
        return True

    def insert(self, text: str, reason_id: str, origin: str) -> None:
        """Insert a reason text where the cursor is."""
        self._box.insert_text(text)
        draft = self.draft().model_copy(update={"reason_id": reason_id})
        self._work.type_text(self._place.module, draft)
        self._box.set_origin(origin)
        self._box.editor.setFocus()
        self._warn()

    def edit(self, comment: ModuleComment) -> bool:
        """Change a comment that was added; False while other words stand in the box."""
        return self.fill(
            ComposerDraft(
                text=comment.text,
                severity=comment.severity,
                entry_id=comment.entry_id,
                field=comment.field,
                fix_hint=comment.fix_hint,
                anchors=comment.anchors,
                reason_id=comment.reason_id,
                from_rule=comment.from_rule,
                editing=comment.comment_id,
            ),
            self.tr("正在改这条意见"),
        )

    def add(self) -> None:
        """Make a comment of what stands in the box; an empty box adds nothing."""
        case, draft = self._work.case, self.draft()
        text = draft.text.strip()
        if case is None or not text:
            return
        comment = self._as_comment(draft).model_copy(
            update={
                "comment_id": draft.editing or str(uuid7()),
                "text": text,
                "anchors": draft.anchors,
                "round_first_raised": case.application.current_version,
            }
        )
        words = self.tr("改意见") if draft.editing else self.tr("加入意见")
        self._box.set_text("")
        self._box.set_origin("")
        self._box.set_notes(())
        self._show_places(None)
        self._work.update_with_undo(words, lambda now: put_comment(now, comment))
        self.added.emit(comment.comment_id)

    def _typed(self, *_what: object) -> None:
        if self._work.case is None:
            return
        self._box.set_saved("saving")
        self._work.type_text(self._place.module, self.draft())
        self._warn()

    def _saved(self) -> None:
        if self._box.text():
            self._box.set_saved("saved", formats.clock_text(self._clock(), seconds=True))

    def _warn(self) -> None:
        """Say what rules hold against the words in the box.

        That they say too little stands in the line of state: it holds for every comment that is
        just being begun, and must not move the box.
        """
        case = self._work.case
        if case is None:
            return
        notes = comment_notes(case, self._clock(), typed=self._as_comment(self.draft()))
        found = notes.get(self.draft().editing or _TYPED, [])
        vague = any(note.rule_id == _VAGUE for note in found)
        self._box.set_warning(self.tr("写明哪一条、什么不符、怎么改（R151）") if vague else "")
        self._box.set_notes(note_specs(note for note in found if note.rule_id != _VAGUE))

    def _as_comment(self, draft: ComposerDraft) -> ModuleComment:
        return ModuleComment(
            comment_id=draft.editing or _TYPED,
            module=self._place.module,
            entry_id=draft.entry_id,
            field=draft.field,
            reason_id=draft.reason_id,
            severity=draft.severity,
            text=draft.text,
            fix_hint=draft.fix_hint,
            from_rule=draft.from_rule,
        )

    def _show_draft(self, draft: ComposerDraft) -> None:
        self._box.set_text(draft.text)
        self._box.choose(severity=draft.severity.value, place=draft.field or _WHOLE)
        self._box.set_origin(self.tr("正在改这条意见") if draft.editing else "")
        self._show_places(draft)
        self._warn()


def put_comment(draft: ReviewDraft, comment: ModuleComment) -> ReviewDraft:
    """The draft with this comment added, or changed where it stands; its box is emptied."""
    composers = {code: box for code, box in draft.composers.items() if code != comment.module}
    return with_comment(draft, comment).model_copy(update={"composers": composers})


def drop_comment(draft: ReviewDraft, comment_id: str) -> ReviewDraft:
    """The draft without this comment."""
    return without_comment(draft, comment_id)
