from __future__ import annotations

import pytest

from app.domain.enums import CommentSeverity, Status, Verb
from app.operations import comments, decide, drafts, findings, undo
from app.operations.errors import OperationRefused
from app.store.draft import ComposerDraft, ReadingMark
from app.store.readmodels import LocalState, OpState
from tests.operations.office import Office, audited, late_paper, ops, submitted, sync


def test_a_clean_case_is_passed_and_waits_for_the_approver(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    changes = decide.propose(ws, app_id="A1", verb=Verb.PASS)
    case = ws.queries.case("A1")
    assert (case.status, case.local) == (Status.PROPOSED, LocalState.QUEUED)
    assert (changes.words, dict(changes.params)) == ("done.propose.PASS", {"name": "测试1"})
    sync(ws)
    document = office.world.get("A1")
    assert document["proposal"]["op_id"] == changes.op_ids[0]
    assert document["proposal"]["handler_id"] == "u-chenyao"
    assert [op.state for op in ops(ws, "A1")] == [OpState.ACKED]


def test_the_operation_the_draft_and_the_audit_row_stand_together(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    comments.add(
        ws, app_id="A1", module="papers", text="请更换早于现职称的论文。", field="publish_date"
    )
    begun = ws.queries.case("A1").draft
    composers = {"awards": ComposerDraft(text="写到一半")}
    reading = {"papers": ReadingMark.DONE}
    drafts.save_draft(
        ws,
        app_id="A1",
        draft=begun.model_copy(update={"composers": composers, "reading": reading}),
    )
    decide.propose(ws, app_id="A1", verb=Verb.RETURN, overall_text="共1处")
    (op,) = ops(ws, "A1")
    operation = op.operation()
    decision = operation.decision()
    assert [c.text for c in decision.module_comments] == ["请更换早于现职称的论文。"]
    assert decision.overall_text == "共1处"
    version = ws.queries.case("A1").version
    assert operation.base.content_sha256 == version.content_sha256
    assert operation.claim_id is not None
    left = ws.queries.case("A1").draft
    assert left.comments == []
    assert left.composers == composers  # typed and not added: never lost
    assert left.reading == reading
    assert audited(ws)[-2:] == ["comment.add", "propose"]
    assert ws.journal.verify_audit().intact


def test_a_save_under_way_does_not_bring_proposed_comments_back(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    comments.add(ws, app_id="A1", module="papers", text="请更换早于现职称的论文。")
    late = ws.queries.case("A1").draft
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    drafts.save_draft(ws, app_id="A1", draft=late)
    assert not ws.queries.case("A1").draft.has_work


def refused(ws: object, **wanted: object) -> OperationRefused:
    with pytest.raises(OperationRefused) as caught:
        decide.propose(ws, **wanted)  # type: ignore[arg-type]
    return caught.value


def test_what_is_refused_writes_nothing(office: Office) -> None:
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    before = audited(ws)
    problem = refused(ws, app_id="A1", verb=Verb.PASS)
    assert (problem.code, problem.rule_ids) == ("FINDINGS_OPEN", ("R071",))
    assert refused(ws, app_id="A1", verb=Verb.RETURN).code == "finding.R150.NO_ROW.short"
    assert refused(ws, app_id="A1", verb=Verb.NOT_PASSED).code == "VERB_NOT_OFFERED"
    assert refused(ws, app_id="A9", verb=Verb.PASS).code == "OP_CASE_GONE"
    assert ops(ws, "A1") == []
    assert audited(ws) == before


def test_without_a_claim_there_is_only_reading(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.officer("chenyao")
    assert refused(ws, app_id="A1", verb=Verb.PASS).code == "NOT_CLAIMED"


def test_what_another_holds_is_theirs(office: Office) -> None:
    office.submit(submitted("A1"))
    office.handler_with("A1", login="hanxu", machine="two")
    ws = office.officer("chenyao")
    problem = refused(ws, app_id="A1", verb=Verb.PASS)
    assert (problem.code, problem.params) == ("CLAIMED_BY_OTHER", {"name": "韩旭"})


def test_twice_is_once(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    assert refused(ws, app_id="A1", verb=Verb.PASS).code == "ALREADY_PROPOSED"


def test_a_lease_that_ran_out_offline_is_taken_again_with_the_decision(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    office.world.later(days=5)
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    sync(ws)
    assert office.world.get("A1")["status"] == "PROPOSED"


def test_a_comment_from_a_finding_names_place_fact_and_remedy(office: Office) -> None:
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    (finding,) = ws.queries.case("A1").findings
    comments.from_finding(ws, app_id="A1", finding_id=finding.finding_id)
    (comment,) = ws.queries.case("A1").draft.comments
    assert (comment.module, comment.field) == ("papers", "publish_date")
    assert comment.severity is CommentSeverity.MUST_FIX
    assert comment.from_rule == "R071"
    assert "2016-03" in comment.text
    assert comment.fix_hint


def test_comments_are_changed_and_deleted(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    comments.add(ws, app_id="A1", module="papers", text=" 请更换早于现职称的论文 ")
    (comment,) = ws.queries.case("A1").draft.comments
    assert comment.text == "请更换早于现职称的论文"
    comments.edit(ws, app_id="A1", comment=comment.model_copy(update={"text": "改过"}))
    assert [c.text for c in ws.queries.case("A1").draft.comments] == ["改过"]
    comments.delete(ws, app_id="A1", comment_id=comment.comment_id)
    assert ws.queries.case("A1").draft.comments == []


@pytest.mark.parametrize(
    ("module", "text", "code"),
    [("papers", "  ", "OP_COMMENT_EMPTY"), ("nowhere", "请更换", "OP_MODULE_UNKNOWN")],
)
def test_an_odd_comment_is_refused(office: Office, module: str, text: str, code: str) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    with pytest.raises(OperationRefused) as problem:
        comments.add(ws, app_id="A1", module=module, text=text)
    assert problem.value.code == code


def test_an_override_is_asked_for_with_a_reason(office: Office) -> None:
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    (finding,) = ws.queries.case("A1").findings
    with pytest.raises(OperationRefused, match="OP_REASON_EMPTY"):
        findings.request_override(ws, app_id="A1", finding_id=finding.finding_id, reason=" ")
    findings.request_override(ws, app_id="A1", finding_id=finding.finding_id, reason="录用在先")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    sync(ws)
    (override,) = office.world.get("A1")["proposal"]["decision"]["overrides"]
    assert (override["rule"], override["reason"]) == ("R071", "录用在先")


def test_a_warning_is_looked_at_and_an_error_is_not_a_warning(office: Office) -> None:
    office.submit(submitted("A1", person={"phone": "12345"}), submitted("A2", 2, **late_paper()))
    ws = office.handler_with("A1", "A2")
    (warning,) = ws.queries.case("A1").findings
    assert refused(ws, app_id="A1", verb=Verb.PASS).rule_ids == ("R021",)
    with pytest.raises(OperationRefused, match="OP_NOT_AN_ERROR"):
        findings.request_override(ws, app_id="A1", finding_id=warning.finding_id, reason="有据")
    findings.acknowledge(ws, app_id="A1", finding_id=warning.finding_id)
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    with pytest.raises(OperationRefused, match="OP_FINDING_UNKNOWN"):
        findings.acknowledge(ws, app_id="A2", finding_id=warning.finding_id)


def test_undo_restores_the_draft_until_it_is_sent(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    comments.add(ws, app_id="A1", module="papers", text="请更换早于现职称的论文。")
    before = ws.queries.case("A1").draft
    (op_id,) = decide.propose(ws, app_id="A1", verb=Verb.RETURN).op_ids
    undo.undo(ws, op_id=op_id)
    case = ws.queries.case("A1")
    assert case.draft.comments == before.comments
    assert (case.status, case.local) == (Status.CLAIMED, LocalState.DRAFT)
    with pytest.raises(OperationRefused, match="OP_NOTHING_TO_UNDO"):
        undo.undo(ws, op_id=op_id)
    sync(ws)
    assert office.world.get("A1")["proposal"] is None
    (op_id,) = decide.propose(ws, app_id="A1", verb=Verb.RETURN).op_ids
    sync(ws)
    with pytest.raises(OperationRefused, match="OP_ALREADY_SENT"):
        undo.undo(ws, op_id=op_id)
    with pytest.raises(OperationRefused, match="OP_UNKNOWN"):
        undo.undo(ws, op_id="no-such-op")


def test_a_sent_proposal_is_recalled_and_proposed_anew(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    with pytest.raises(OperationRefused, match="WRONG_STATE"):
        decide.recall(ws, app_id="A1")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    sync(ws)
    decide.recall(ws, app_id="A1", text="再看一遍")
    assert ws.queries.case("A1").status is Status.CLAIMED
    sync(ws)
    assert office.world.get("A1")["status"] == "CLAIMED"
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    assert [op.seq for op in ops(ws, "A1")] == [1, 2, 3]
    sync(ws)
    assert office.world.get("A1")["status"] == "PROPOSED"
