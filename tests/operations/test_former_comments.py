"""What is said of the comments of the last return: raised again, resolved, taken back."""

from __future__ import annotations

from app.domain.model import ModuleComment
from app.operations.former_comments import (
    RESOLVED,
    answer_to,
    raised_again,
    reopened,
    resolved,
)
from app.store.draft import ReviewDraft

ONE = ModuleComment(comment_id="f1", module="papers", text="请更换论文。", round_first_raised=1)
TWO = ModuleComment(comment_id="f2", module="papers", text="请补齐版权页。")
OWN = ModuleComment(comment_id="own", module="papers", text="另有一处。")


def test_a_comment_raised_again_is_a_new_one_with_the_same_words() -> None:
    draft = raised_again(ReviewDraft(comments=[OWN]), [ONE])
    again = draft.comments[-1]
    assert [one.comment_id for one in draft.comments] == ["own", again.comment_id]
    assert again.comment_id != "f1"
    assert (again.text, again.round_first_raised) == (ONE.text, 1)
    assert answer_to(draft, ONE) == again.comment_id


def test_only_what_waits_is_answered() -> None:
    draft = resolved(raised_again(ReviewDraft(), [ONE]), [ONE, TWO])
    assert answer_to(draft, ONE) not in ("", RESOLVED)
    assert answer_to(draft, TWO) == RESOLVED
    assert raised_again(draft, [ONE, TWO]) == draft


def test_a_comment_that_was_deleted_waits_again() -> None:
    draft = raised_again(ReviewDraft(), [ONE])
    assert answer_to(draft.model_copy(update={"comments": []}), ONE) == ""


def test_taking_back_removes_what_came_of_it_and_nothing_else() -> None:
    draft = resolved(raised_again(ReviewDraft(comments=[OWN]), [ONE]), [TWO])
    assert reopened(draft, [ONE, TWO]) == ReviewDraft(comments=[OWN])
    assert reopened(draft, [TWO]).comments == draft.comments


def test_answers_are_work_and_survive_the_journal() -> None:
    draft = resolved(ReviewDraft(), [ONE])
    assert draft.has_work
    assert ReviewDraft.model_validate_json(draft.model_dump_json()) == draft
