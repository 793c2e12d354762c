"""What an officer says of the comments of the last return: raised again, or resolved."""

from __future__ import annotations

from collections.abc import Iterable

from uuid_utils.compat import uuid7

from app.domain.model import ModuleComment
from app.operations.draft_edits import with_comment
from app.store.draft import ReviewDraft

RESOLVED = "RESOLVED"


def answer_to(draft: ReviewDraft, former: ModuleComment) -> str:
    """``RESOLVED``, the id of the comment that raises it again, or empty while it waits."""
    said = draft.answered.get(former.comment_id, "")
    if said == RESOLVED or any(one.comment_id == said for one in draft.comments):
        return said
    return ""


def raised_again(draft: ReviewDraft, former: Iterable[ModuleComment]) -> ReviewDraft:
    """The draft with those that wait for an answer among its own comments.

    Their anchors stay behind: they point at files of the version before.
    """
    answered = dict(draft.answered)
    for one in former:
        if not answer_to(draft, one):
            number = str(uuid7())
            update = {"comment_id": number, "anchors": []}
            draft = with_comment(draft, one.model_copy(update=update))
            answered[one.comment_id] = number
    return draft.model_copy(update={"answered": answered})


def resolved(draft: ReviewDraft, former: Iterable[ModuleComment]) -> ReviewDraft:
    """The draft with those that wait for an answer held to be done."""
    said = {one.comment_id: RESOLVED for one in former if not answer_to(draft, one)}
    return draft.model_copy(update={"answered": {**draft.answered, **said}})


def reopened(draft: ReviewDraft, former: Iterable[ModuleComment]) -> ReviewDraft:
    """The draft with nothing said of them; comments that raised them again go too."""
    ids = {one.comment_id for one in former}
    raised = {draft.answered[one] for one in ids if one in draft.answered}
    return draft.model_copy(
        update={
            "comments": [one for one in draft.comments if one.comment_id not in raised],
            "answered": {key: said for key, said in draft.answered.items() if key not in ids},
        }
    )
