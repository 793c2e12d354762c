from __future__ import annotations

import pytest

from app.domain.enums import Status, Verb
from app.operations import approve, comments, decide, drafts, findings, undo
from app.operations.errors import OperationRefused
from app.operations.workspace import Workspace
from app.store.draft import ApprovalDraft
from tests.operations.office import Office, audited, late_paper, submitted, sync


def proposed(office: Office, verb: Verb = Verb.PASS, app_id: str = "A1") -> Workspace:
    """A case on which chenyao's proposal stands at the server."""
    ws = office.handler_with(app_id)
    if verb is Verb.RETURN:
        comments.add(ws, app_id=app_id, module="papers", text="请更换早于现职称的论文。")
    for finding in ws.queries.case(app_id).findings if verb is Verb.PASS else ():
        findings.request_override(
            ws, app_id=app_id, finding_id=finding.finding_id, reason="录用在先"
        )
    decide.propose(ws, app_id=app_id, verb=verb)
    sync(ws)
    return ws


def test_an_approved_pass_goes_on(office: Office) -> None:
    office.submit(submitted("A1"))
    proposed(office)
    lead = office.officer("lujs", "two")
    changes = approve.approve(lead, app_id="A1", text="同意")
    assert lead.queries.case("A1").status is Status.APPROVED_AT
    sync(lead)
    document = office.world.get("A1")
    decided = document["proposal"]
    assert (document["status"], decided["outcome"]) == ("APPROVED_AT", "APPROVED")
    assert decided["approver_id"] == "u-lujs"
    assert decided["approve_op_id"] == changes.op_ids[0]
    assert audited(lead)[-1] == "approve"


def test_an_approved_return_reaches_the_applicant(office: Office) -> None:
    office.submit(submitted("A1"))
    proposed(office, Verb.RETURN)
    lead = office.officer("lujs", "two")
    approve.approve(lead, app_id="A1")
    sync(lead)
    assert office.world.get("A1")["status"] == "RETURNED"


def test_sending_back_needs_words_and_gives_the_case_to_its_handler(office: Office) -> None:
    office.submit(submitted("A1"))
    handler = proposed(office)
    lead = office.officer("lujs", "two")
    with pytest.raises(OperationRefused, match="OP_TEXT_EMPTY"):
        approve.send_back(lead, app_id="A1", text=" ")
    approve.send_back(lead, app_id="A1", text="请核对社保")
    sync(lead)
    sync(handler)
    case = handler.queries.case("A1")
    assert (case.status, case.mine) == (Status.CLAIMED, True)
    assert case.application.history[-1].send_back_text == "请核对社保"


def test_a_handler_does_not_approve(office: Office) -> None:
    office.submit(submitted("A1"))
    handler = proposed(office)
    with pytest.raises(OperationRefused, match="NO_SCOPE"):
        approve.approve(handler, app_id="A1")


def test_what_is_not_proposed_cannot_be_approved(office: Office) -> None:
    office.submit(submitted("A1"))
    lead = office.officer("lujs", "two")
    with pytest.raises(OperationRefused, match="WRONG_STATE"):
        approve.approve(lead, app_id="A1")


def test_every_override_that_was_asked_for_is_decided(office: Office) -> None:
    office.submit(submitted("A1", **late_paper()))
    proposed(office)
    lead = office.officer("lujs", "two")
    with pytest.raises(OperationRefused) as problem:
        approve.approve(lead, app_id="A1")
    assert problem.value.code == "OP_OVERRIDES_OPEN"
    assert problem.value.rule_ids == ("R153", "R071")
    proposal = lead.queries.case("A1").proposal
    assert proposal is not None
    granted = [request.finding_id for request in proposal.decision.overrides]
    drafts.save_approval(
        lead,
        app_id="A1",
        draft=ApprovalDraft(proposal_op_id=proposal.op_id, text="同意放行", granted=granted),
    )
    (op_id,) = approve.approve(lead, app_id="A1").op_ids
    assert not lead.queries.case("A1").approval_draft.has_work
    undo.undo(lead, op_id=op_id)
    assert lead.queries.case("A1").approval_draft.granted == granted
    approve.approve(lead, app_id="A1")
    sync(lead)
    assert office.world.get("A1")["status"] == "APPROVED_AT"


def test_a_proposal_that_was_replaced_meanwhile_is_not_approved_unseen(office: Office) -> None:
    office.submit(submitted("A1"))
    proposed(office)
    lead = office.officer("lujs", "two")
    with pytest.raises(OperationRefused, match="OP_PROPOSAL_CHANGED"):
        approve.approve(lead, app_id="A1", proposal_op_id="another")


def test_a_grant_is_for_the_proposal_it_was_given_to(office: Office) -> None:
    """The handler asks again for other reasons: the approver has to look again."""
    office.submit(submitted("A1", **late_paper()))
    handler = proposed(office)
    lead = office.officer("lujs", "two")
    first = lead.queries.case("A1").proposal
    assert first is not None
    granted = [request.finding_id for request in first.decision.overrides]
    begun = ApprovalDraft(proposal_op_id=first.op_id, granted=granted)
    drafts.save_approval(lead, app_id="A1", draft=begun)
    decide.recall(handler, app_id="A1")
    for finding_id in granted:
        findings.request_override(handler, app_id="A1", finding_id=finding_id, reason="另有原因")
    decide.propose(handler, app_id="A1", verb=Verb.PASS)
    sync(handler)
    sync(lead)
    with pytest.raises(OperationRefused, match="OP_OVERRIDES_OPEN"):
        approve.approve(lead, app_id="A1")


def test_words_typed_for_a_newer_proposal_stay(office: Office) -> None:
    office.submit(submitted("A1"))
    proposed(office)
    lead = office.officer("lujs", "two")
    (op_id,) = approve.approve(lead, app_id="A1", text="同意").op_ids
    drafts.save_approval(lead, app_id="A1", draft=ApprovalDraft(text="请再核实"))
    undo.undo(lead, op_id=op_id)
    assert lead.queries.case("A1").approval_draft.text == "请再核实"


def test_after_the_deadline_nothing_is_approved_but_may_go_back(office: Office) -> None:
    office.submit(submitted("A1"))
    proposed(office)
    lead = office.officer("lujs", "two")
    office.world.later(days=61)
    sync(lead)
    with pytest.raises(OperationRefused, match="DEADLINE_PASSED"):
        approve.approve(lead, app_id="A1")
    approve.send_back(lead, app_id="A1", text="已过截止时间")
