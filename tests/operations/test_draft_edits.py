from __future__ import annotations

from typing import Any

from app.domain.anchors import ScanPlace
from app.domain.enums import Verb
from app.domain.model import Decision, FindingAck, ModuleComment, OverrideRequest
from app.operations import draft_edits as edits
from app.store.draft import ComposerDraft, ReadingMark, ReviewDraft
from tests.domain.make import PAPER, PARTS, attachment, modules, version

OLD = version()


def comment(comment_id: str, module: str = "papers", text: str = "请更换。", **k: Any) -> Any:
    return ModuleComment(comment_id=comment_id, module=module, text=text, **k)


def ack(module: str, rule: str = "R071") -> FindingAck:
    return FindingAck(finding_id=f"{rule}/{module}//f//", rule=rule, status=edits.VERIFIED)


def request(module: str) -> OverrideRequest:
    return OverrideRequest(finding_id=f"R071/{module}//f//", rule="R071", reason="有据")


def draft(**fields: Any) -> ReviewDraft:
    return ReviewDraft.begun_on(OLD).model_copy(update=fields)


def test_a_comment_is_added_changed_and_removed_in_its_place() -> None:
    one = edits.with_comment(edits.with_comment(draft(), comment("a")), comment("b"))
    changed = edits.with_comment(one, comment("a", text="改过"))
    assert [(c.comment_id, c.text) for c in changed.comments] == [("a", "改过"), ("b", "请更换。")]
    assert [c.comment_id for c in edits.without_comment(changed, "a").comments] == ["b"]


def test_a_finding_is_acknowledged_once_and_taken_back() -> None:
    twice = edits.with_ack(edits.with_ack(draft(), ack("papers")), ack("papers"))
    assert len(twice.acks) == 1
    assert edits.without_ack(twice, twice.acks[0].finding_id).acks == []


def test_an_override_is_asked_for_once_and_taken_back() -> None:
    twice = edits.with_override(edits.with_override(draft(), request("papers")), request("papers"))
    assert len(twice.overrides) == 1
    assert edits.without_override(twice, twice.overrides[0].finding_id).overrides == []


WORK = draft(
    comments=[comment("a"), comment("b", "awards")],
    acks=[ack("papers"), ack("personal")],
    overrides=[request("papers")],
    verb=Verb.RETURN,
    overall_text="共2处",
    reading={"papers": ReadingMark.DONE, "personal": ReadingMark.SEEN},
    composers={"papers": ComposerDraft(text="写到一半")},
)


def test_what_was_proposed_leaves_the_draft_and_typed_text_stays() -> None:
    left = edits.minus(WORK, WORK.decision(Verb.RETURN))
    assert left == draft(reading=WORK.reading, composers=WORK.composers)


def test_a_comment_changed_after_proposing_stays() -> None:
    decision = WORK.decision(Verb.RETURN)
    later = edits.with_comment(WORK, comment("a", text="后来改的"))
    assert [c.text for c in edits.minus(later, decision).comments] == ["后来改的"]


def test_taking_back_restores_the_draft() -> None:
    decision = WORK.decision(Verb.RETURN)
    assert edits.plus(edits.minus(WORK, decision), decision) == WORK


def test_taking_back_never_overwrites_what_was_written_since() -> None:
    decision = Decision(verb=Verb.RETURN, module_comments=[comment("a")], overall_text="旧")
    since = draft(comments=[comment("a", text="新")], overall_text="新")
    restored = edits.plus(since, decision)
    assert [c.text for c in restored.comments] == ["新"]
    assert restored.overall_text == "新"


def test_moving_to_a_newer_version_keeps_what_is_byte_identical() -> None:
    (row,) = modules()["papers"]
    changed = row | {"fields": row["fields"] | {"publish_date": "2020-01"}}
    new = version(version_no=2, content_sha256="2" * 64, modules={"papers": [changed]})
    carried, recheck = edits.moved(WORK, OLD, new)
    assert (carried.version_no, carried.content_sha256) == (2, "2" * 64)
    assert [c.comment_id for c in carried.comments] == ["a", "b"]  # no comment is ever dropped
    assert recheck == ("a",)
    assert [edits.finding_module(a.finding_id) for a in carried.acks] == ["personal"]
    assert carried.overrides == []
    assert carried.reading == {"personal": ReadingMark.SEEN}
    assert carried.composers == WORK.composers
    assert carried.verb is None


def test_without_the_older_version_everything_is_looked_at_again() -> None:
    carried, recheck = edits.moved(WORK, None, version(version_no=2))
    assert recheck == ("a", "b")
    assert carried.acks == []
    assert carried.reading == {}


def test_comments_on_what_is_gone_point_at_the_module() -> None:
    sha = attachment("cover")["sha256"]
    anchor = ScanPlace(att_sha256=sha, page=1, rect=(0, 0, 1, 1))
    work = draft(comments=[comment("a", entry_id=PAPER, anchors=[anchor])])
    (row,) = modules()["papers"]
    new = version(
        version_no=2,
        modules={"papers": [row | {"entry_id": "e-new"}]},
        attachments=[attachment(s) for s in PARTS if s != "cover"],
    )
    (carried,) = edits.moved(work, OLD, new)[0].comments
    assert carried.entry_id is None
    assert carried.anchors == []
    assert carried.text == "请更换。"
