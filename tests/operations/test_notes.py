"""What the rules say of a decision without barring it: told, acknowledged, recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.enums import Severity, Verb
from app.domain.model import FindingAck, ModuleComment
from app.operations import notes
from app.operations.draft_edits import VERIFIED, moved, with_comment, without_comment
from app.operations.guards import warned_refusals
from app.store.draft import ReviewDraft
from app.store.readmodels import CaseView
from tests.domain.make import NOW, application, version
from tests.operations.test_verbs import claimed, offers
from tests.operations.views import case_view

DECIDE = ("R062", "R101", "R131", "R151", "R154", "R156", "R161")
PAPER = ModuleComment(
    comment_id="paper", module="training", text="请补交公需科目学时的纸质证明原件扫描件。"
)
THIN = ModuleComment(comment_id="thin", module="papers", text="请修改")
SOUND = ModuleComment(
    comment_id="sound", module="papers", text="第 2 篇论文发表早于现职称授予，请更换。"
)


def case(*comments: ModuleComment, left: int = 175, **draft: Any) -> CaseView:
    """A case of mine with these comments, and so many hours left."""
    begun = ReviewDraft.begun_on(version()).model_copy(update={"comments": [*comments], **draft})
    stage = claimed(deadline_current=NOW + timedelta(hours=left))
    return case_view(application(**stage), draft=begun, rules=DECIDE)


def returned(view: CaseView) -> list[tuple[str, Severity]]:
    return [(one.rule_id, one.severity) for one in offers(view)[Verb.RETURN].notes]


def test_a_verb_tells_its_warnings_and_guards_and_is_not_barred() -> None:
    view = case(PAPER, THIN, left=5)
    assert sorted(returned(view)) == [
        ("R062", Severity.GUARD),
        ("R151", Severity.WARN),
        ("R154", Severity.WARN),
    ]
    assert offers(view)[Verb.RETURN].allowed
    assert offers(view)[Verb.PASS].notes[0].rule_id == "R151"  # a pass with a comment that thin
    assert returned(case(SOUND)) == []


def test_each_comment_has_what_is_said_about_it_and_the_typed_one_too() -> None:
    view = case(PAPER, SOUND)
    assert {key: [n.rule_id for n in found] for key, found in notes.comment_notes(
        view, NOW).items()} == {"paper": ["R062"]}  # fmt: skip
    typed = SOUND.model_copy(update={"text": PAPER.text, "module": "training"})
    found = notes.comment_notes(view, NOW, typed=typed)
    assert {key: [note.rule_id for note in said] for key, said in found.items()} == {
        "paper": ["R062"],
        "sound": ["R062"],
    }
    empty = PAPER.model_copy(update={"text": " "})
    assert notes.comment_notes(case(PAPER), NOW, typed=empty) == {}


def test_a_warning_wants_one_acknowledgement_and_a_guard_none() -> None:
    view = case(PAPER, THIN, left=5)
    subject = view.judged(NOW)
    (refused,) = warned_refusals(view.draft.decision(Verb.RETURN), subject)
    assert (refused.code, refused.params) == ("DECISION_WARNED", {"rules": "R151、R154"})
    seen = notes.acknowledged(view.draft, offers(view)[Verb.RETURN].notes)
    assert warned_refusals(seen.decision(Verb.RETURN), subject) == []
    guarded = case(PAPER)
    assert warned_refusals(guarded.draft.decision(Verb.RETURN), guarded.judged(NOW)) == []


def test_what_was_told_is_recorded_and_stale_answers_are_not() -> None:
    of_case = FindingAck(finding_id="R071/papers", rule="R071", status=VERIFIED)
    of_pass = FindingAck(finding_id="R154/decision", rule="R154", status=VERIFIED)
    old = FindingAck(finding_id="R131/dossier", rule="R131", status=notes.TOLD)
    view = case(PAPER, acks=[of_case, of_pass, old])
    decision = view.draft.decision(Verb.RETURN)
    said = notes.recorded(decision, notes.notes_on(decision, view.judged(NOW)))
    assert [(ack.rule, ack.status) for ack in said.findings_ack] == [
        ("R071", VERIFIED),
        ("R062", notes.TOLD),
    ]


def test_another_comment_asks_again_what_was_acknowledged_of_the_comments() -> None:
    view = case(THIN, left=5)
    seen = notes.acknowledged(view.draft, offers(view)[Verb.RETURN].notes)
    rules = [ack.rule for ack in seen.acks]
    assert sorted(rules) == ["R151", "R154"]
    changed = with_comment(seen, THIN.model_copy(update={"text": "请核实"}))
    assert [ack.rule for ack in changed.acks] == ["R154"]
    assert [ack.rule for ack in without_comment(seen, "thin").acks] == ["R154"]
    carried, _ = moved(seen, version(), version(version_no=2))
    assert carried.acks == []
