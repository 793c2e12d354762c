"""How comments enter and leave a draft."""

from __future__ import annotations

from app.domain.model import ModuleComment
from app.store.draft import ComposerDraft, ReviewDraft
from app.ui.pages.review.composing import drop_comment, put_comment


def comment(comment_id: str, text: str) -> ModuleComment:
    return ModuleComment(comment_id=comment_id, module="papers", text=text)


def test_adding_empties_the_box_of_that_module_alone() -> None:
    boxes = {"papers": ComposerDraft(text="一"), "awards": ComposerDraft(text="二")}
    draft = ReviewDraft(composers=boxes)
    after = put_comment(draft, comment("c1", "一"))
    assert [one.comment_id for one in after.comments] == ["c1"]
    assert list(after.composers) == ["awards"]


def test_a_known_comment_changes_where_it_stands() -> None:
    draft = ReviewDraft(comments=[comment("c1", "一"), comment("c2", "二")])
    after = put_comment(draft, comment("c1", "三"))
    assert [(one.comment_id, one.text) for one in after.comments] == [("c1", "三"), ("c2", "二")]


def test_dropping_leaves_the_others() -> None:
    draft = ReviewDraft(comments=[comment("c1", "一"), comment("c2", "二")])
    assert [one.comment_id for one in drop_comment(draft, "c1").comments] == ["c2"]
