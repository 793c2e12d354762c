from __future__ import annotations

import pytest

from app.domain.enums import Verb
from app.operations import batch, comments, decide, drafts, findings, undo
from app.operations.batch_plan import BatchPlan
from app.operations.errors import OperationRefused
from app.store.draft import ComposerDraft
from tests.operations.office import Office, audited, late_paper, ops, submitted, sync


def reasons(plan: BatchPlan) -> dict[str, list[str]]:
    return {one.app_id: [why.code for why in one.reasons] for one in plan.excluded}


def test_clean_cases_pass_together_and_the_others_are_told_why(office: Office) -> None:
    office.submit(
        submitted("clean"),
        submitted("also", 2),
        submitted("error", 3, **late_paper()),
        submitted("warning", 4, person={"phone": "12345"}),
        submitted("commented", 5),
        submitted("typing", 6),
    )
    ids = ["clean", "also", "error", "warning", "commented", "typing"]
    ws = office.handler_with(*ids)
    comments.add(ws, app_id="commented", module="papers", text="请更换早于现职称的论文。")
    case = ws.queries.case("typing")
    typed = case.draft.model_copy(update={"composers": {"papers": ComposerDraft(text="写到")}})
    drafts.save_draft(ws, app_id="typing", draft=typed)
    before = audited(ws)
    plan = batch.plan(ws, app_ids=[*ids, "clean", "elsewhere"], verb=Verb.PASS)
    assert [one.app_id for one in plan.included] == ["clean", "also"]
    assert reasons(plan) == {
        "error": ["FINDINGS_OPEN"],
        "warning": ["FINDINGS_OPEN"],
        "commented": ["batch.has_comments"],
        "typing": ["batch.unsaved_text"],
        "elsewhere": ["batch.not_here"],
    }
    rules = {one.app_id: one.rule_ids for one in plan.excluded}
    assert (rules["error"], rules["warning"]) == (("R071",), ("R021",))
    assert audited(ws) == before  # a plan writes nothing
    done = batch.apply(ws, plan)
    assert done.refused == ()
    assert done.changes.app_ids == {"clean", "also"}
    sync(ws)
    states = {app_id: office.world.get(app_id)["status"] for app_id in ids}
    assert states["clean"] == states["also"] == "PROPOSED"
    assert {states[a] for a in ids[2:]} == {"CLAIMED"}


def test_a_return_takes_each_case_s_own_comments(office: Office) -> None:
    office.submit(submitted("A1"), submitted("A2", 2), submitted("A3", 3))
    ws = office.handler_with("A1", "A2", "A3")
    comments.add(ws, app_id="A1", module="papers", text="请更换早于现职称的论文甲。")
    comments.add(ws, app_id="A2", module="awards", text="请上传获奖证书原件。")
    plan = batch.plan(ws, app_ids=["A1", "A2", "A3"], verb=Verb.RETURN)
    assert [(one.app_id, one.comments) for one in plan.included] == [("A1", 1), ("A2", 1)]
    assert reasons(plan) == {"A3": ["finding.R150.NO_ROW.short"]}
    batch.apply(ws, plan)
    texts = [ops(ws, a)[0].operation().decision().module_comments[0].text for a in ("A1", "A2")]
    assert texts == ["请更换早于现职称的论文甲。", "请上传获奖证书原件。"]


def test_not_passed_is_never_done_in_a_batch(office: Office) -> None:
    app_id = office.world.submit(number=1)
    ws = office.handler_with(app_id, login="gxchen")
    with pytest.raises(OperationRefused, match="OP_VERB_NOT_BATCH"):
        batch.plan(ws, app_ids=[app_id], verb=Verb.NOT_PASSED)
    with pytest.raises(OperationRefused, match="OP_VERB_NOT_BATCH"):
        batch.apply(ws, BatchPlan(Verb.NOT_PASSED))


def test_what_changed_since_the_plan_is_refused_by_itself(office: Office) -> None:
    office.submit(submitted("A1"), submitted("A2", 2))
    ws = office.handler_with("A1", "A2")
    plan = batch.plan(ws, app_ids=["A1", "A2"], verb=Verb.PASS)
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    done = batch.apply(ws, plan)
    assert [one.app_id for one in done.refused] == ["A1"]
    assert done.changes.app_ids == {"A2"}
    undo.undo(ws, op_id=done.changes.op_ids[0])
    assert len(ops(ws, "A1")) == 1


def test_only_plain_proposals_are_approved_together(office: Office) -> None:
    office.submit(submitted("A1"), submitted("A2", 2), submitted("A3", 3, **late_paper()))
    ws = office.handler_with("A1", "A2", "A3")
    (finding,) = ws.queries.case("A3").findings
    findings.request_override(ws, app_id="A3", finding_id=finding.finding_id, reason="录用在先")
    for app_id in ("A1", "A2", "A3"):
        decide.propose(ws, app_id=app_id, verb=Verb.PASS)
    sync(ws)
    lead = office.officer("lujs", "two")
    plan = batch.plan_approvals(lead, app_ids=["A1", "A2", "A3", "A9"])
    assert [one.app_id for one in plan.included] == ["A1", "A2"]
    assert reasons(plan) == {"A3": ["batch.overrides"], "A9": ["batch.not_proposed"]}
    assert batch.apply_approvals(lead, plan).refused == ()
    assert reasons(batch.plan_approvals(lead, app_ids=["A1"])).keys() == {"A1"}
    sync(lead)
    assert [office.world.get(a)["status"] for a in ("A1", "A2", "A3")] == [
        "APPROVED_AT",
        "APPROVED_AT",
        "PROPOSED",
    ]
