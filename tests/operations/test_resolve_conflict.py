"""Each conflict of domain §4.8 as it comes about between real machines, and its ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.domain.enums import Status, Verb
from app.operations import (
    approve,
    claims,
    comments,
    decide,
    drafts,
    findings,
    resolve_conflict,
)
from app.operations.changes import Changes
from app.operations.errors import OperationRefused
from app.operations.workspace import Workspace
from app.protocol.operations import OperationResult, ResultStatus
from app.store.draft import ComposerDraft, ReadingMark
from app.store.journal_writer import JournalWriter
from app.store.readmodels import LocalState, OpState
from tests.operations.office import Office, audited, late_paper, ops, submitted, sync

BASE = "/v1/applicant/applications"


def offline_return(office: Office) -> Workspace:
    """Chenyao claims A1, comments on two modules and lets the lease run out in the train."""
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    comments.add(ws, app_id="A1", module="papers", text="请更换早于现职称的论文。")
    comments.add(ws, app_id="A1", module="achievements", text="请补充近三年的业绩证明。")
    draft = ws.queries.case("A1").draft
    reading = {"papers": ReadingMark.DONE, "achievements": ReadingMark.DONE}
    drafts.save_draft(ws, app_id="A1", draft=draft.model_copy(update={"reading": reading}))
    office.world.later(days=4)
    return ws


def meanwhile_returned_by(office: Office, login: str) -> None:
    """A colleague takes A1 over and returns it; the approver agrees."""
    ws = office.handler_with("A1", login=login, machine="two")
    comments.add(ws, app_id="A1", module="papers", text="论文请更换为近三年的。")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    lead = office.officer("lujs", "three")
    approve.approve(lead, app_id="A1")
    sync(lead)


def resubmitted(office: Office, **papers: Any) -> None:
    """The applicant corrects the papers and submits again."""
    document = office.world.get("A1")
    (entry,) = document["version"]["modules"]["papers"]["entries"]
    entry["fields"] |= papers
    with office.world.client("a0001") as applicant:
        url = f"{BASE}/A1/modules/papers"
        applicant.put(url, json={"entries": [entry]}).raise_for_status()
        applicant.post(f"{BASE}/A1/commitment", json={"text_version": "1"}).raise_for_status()
        applicant.post(f"{BASE}/A1/resubmit").raise_for_status()


def in_conflict(ws: Workspace, code: str) -> str:
    """The id of the operation in that trouble."""
    (row,) = ws.queries.outbox().need_you
    assert (row.state, row.why_code) == (OpState.CONFLICT, code)
    return row.op_id


def test_new_version_keeps_what_did_not_change(office: Office) -> None:
    ws = offline_return(office)
    meanwhile_returned_by(office, "hanxu")
    resubmitted(office, publish_date="2021-02")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    op_id = in_conflict(ws, "NEW_VERSION")
    view = ws.queries.conflict(op_id)
    assert view.ways[0] == "rebase"
    changes = resolve_conflict.rebase(ws, op_id=op_id)
    params = dict(changes.params)
    assert (params["kept"], params["recheck"]) == (
        str(view.kept_comments),
        str(view.recheck_comments),
    )
    assert (params["kept"], params["recheck"]) == ("1", "1")
    case = ws.queries.case("A1")
    assert case.version.version_no == 2
    assert not case.draft_outdated
    assert [c.module for c in case.draft.comments] == ["papers", "achievements"]
    assert case.draft.reading == {"achievements": ReadingMark.DONE}
    assert case.local is LocalState.DRAFT
    claims.claim(ws, app_ids=["A1"]).result(60)
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    assert office.world.get("A1")["proposal"]["version_no"] == 2


def test_an_answer_does_not_outlive_what_it_answered(office: Office) -> None:
    """The paper is the same to the byte; the title whose date it is held against is not."""
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    comments.add(ws, app_id="A1", module="achievements", text="请补充近三年的业绩证明。")
    (finding,) = ws.queries.case("A1").findings
    findings.acknowledge(ws, app_id="A1", finding_id=finding.finding_id)
    office.world.later(days=4)
    meanwhile_returned_by(office, "hanxu")
    document = office.world.get("A1")
    (entry,) = document["version"]["modules"]["current_title"]["entries"]
    entry["fields"] |= {"obtain_date": "2018-03-01"}
    with office.world.client("a0001") as applicant:
        url = f"{BASE}/A1/modules/current_title"
        applicant.put(url, json={"entries": [entry]}).raise_for_status()
        applicant.post(f"{BASE}/A1/commitment", json={"text_version": "1"}).raise_for_status()
        applicant.post(f"{BASE}/A1/resubmit").raise_for_status()
    sync(ws)
    resolve_conflict.rebase_draft(ws, app_id="A1")
    case = ws.queries.case("A1")
    assert finding.finding_id in [one.finding_id for one in case.findings]
    assert case.draft.acks == []
    assert len(case.draft.comments) == 1


def test_a_draft_that_waited_is_moved_the_same_way(office: Office) -> None:
    ws = offline_return(office)
    meanwhile_returned_by(office, "hanxu")
    resubmitted(office, publish_date="2021-02")
    sync(ws)
    assert ws.queries.case("A1").draft_outdated
    with pytest.raises(OperationRefused, match="DRAFT_OUTDATED"):
        decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    resolve_conflict.rebase_draft(ws, app_id="A1")
    assert not ws.queries.case("A1").draft_outdated
    with pytest.raises(OperationRefused, match="OP_WAY_NOT_OFFERED"):
        resolve_conflict.rebase_draft(ws, app_id="A1")


def test_already_decided_leaves_theirs_and_keeps_mine_for_the_record(office: Office) -> None:
    ws = offline_return(office)
    meanwhile_returned_by(office, "hanxu")
    (op_id,) = decide.propose(ws, app_id="A1", verb=Verb.RETURN).op_ids
    sync(ws)
    assert in_conflict(ws, "ALREADY_DECIDED") == op_id
    view = ws.queries.conflict(op_id)
    assert view.current is not None
    assert view.current.proposal is not None
    assert view.current.proposal.handler_name == "韩旭"
    resolve_conflict.discard(ws, op_id=op_id)
    (kept,) = ops(ws, "A1")
    assert kept.state is OpState.ARCHIVED
    assert len(kept.operation().decision().module_comments) == 2
    assert ws.queries.outbox().waiting == 0
    assert ws.queries.case("A1").status is Status.RETURNED
    assert audited(ws)[-1] == "conflict.discard"


def test_a_lost_lease_is_taken_again_and_the_same_bytes_go_out(office: Office) -> None:
    ws = offline_return(office)
    other = office.handler_with("A1", login="hanxu", machine="two")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    op_id = in_conflict(ws, "LEASE_LOST")
    body = ops(ws, "A1")[0].body
    held = resolve_conflict.reclaim_and_resend(ws, op_id=op_id)
    with pytest.raises(OperationRefused, match="CLAIMED_BY_OTHER"):
        held.result(60)
    assert ops(ws, "A1")[0].state is OpState.CONFLICT  # still there, nothing lost
    claims.release(other, app_ids=["A1"]).result(60)
    resolve_conflict.reclaim_and_resend(ws, op_id=op_id).result(60)
    sync(ws)
    assert office.world.get("A1")["proposal"]["op_id"] == op_id
    assert ops(ws, "A1")[0].body == body


def test_the_content_of_a_refused_operation_can_be_worked_on(office: Office) -> None:
    ws = offline_return(office)
    office.handler_with("A1", login="hanxu", machine="two")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    typed = ws.queries.case("A1").draft
    composers = {"papers": ComposerDraft(text="后来写的")}
    drafts.save_draft(ws, app_id="A1", draft=typed.model_copy(update={"composers": composers}))
    sync(ws)
    resolve_conflict.reopen(ws, op_id=in_conflict(ws, "LEASE_LOST"))
    draft = ws.queries.case("A1").draft
    assert len(draft.comments) == 2
    assert draft.composers == composers
    assert draft.verb is Verb.RETURN


@pytest.mark.parametrize("way", [resolve_conflict.discard, resolve_conflict.archive])
def test_what_waited_behind_a_refused_recall_goes_back_to_the_draft(
    office: Office, way: Callable[..., Changes]
) -> None:
    """Recalled in the train, worked on and proposed anew; the approver was faster."""
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    comments.add(ws, app_id="A1", module="papers", text="请更换早于现职称的论文。")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    decide.recall(ws, app_id="A1")
    comments.add(ws, app_id="A1", module="achievements", text="请补充近三年的业绩证明。")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    lead = office.officer("lujs", "two")
    approve.approve(lead, app_id="A1")
    sync(lead)
    sync(ws)
    recall, later = ops(ws, "A1")[1:]
    assert (recall.state, later.state) == (OpState.CONFLICT, OpState.HELD)
    way(ws, op_id=recall.op_id)
    assert [op.state for op in ops(ws, "A1")[1:]] == [OpState.ARCHIVED] * 2
    draft = ws.queries.case("A1").draft
    assert [comment.text for comment in draft.comments] == ["请补充近三年的业绩证明。"]


def test_what_the_server_has_meanwhile_confirmed_is_not_given_up(office: Office) -> None:
    """The confirmation arrives while the officer chooses a way out."""
    ws = offline_return(office)
    office.handler_with("A1", login="hanxu", machine="two")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    op_id = in_conflict(ws, "LEASE_LOST")
    open_transaction = ws.transaction

    @contextmanager
    def confirmed_before() -> Iterator[JournalWriter]:
        ws.journal.acknowledge({op_id: 9}, ws.clock.now())
        with open_transaction() as writer:
            yield writer

    ws.transaction = confirmed_before  # type: ignore[method-assign, assignment]
    for way in (resolve_conflict.reopen, resolve_conflict.discard, resolve_conflict.resend):
        with pytest.raises(OperationRefused, match="OP_NOT_IN_TROUBLE"):
            way(ws, op_id=op_id)
        ws.journal.acknowledge({op_id: 9}, ws.clock.now())
    assert ops(ws, "A1")[0].state is OpState.ACKED
    assert ws.queries.case("A1").draft.comments == []


def test_a_withdrawn_case_keeps_my_notes_until_it_comes_back(office: Office) -> None:
    """The applicant was faster than the claim (GXRC lets withdraw until then)."""
    app_id = office.world.submit(number=1)
    ws = office.officer("gxchen")
    comments.add(ws, app_id=app_id, module="papers", text="请更换早于现职称的论文。")
    decide.propose(ws, app_id=app_id, verb=Verb.RETURN)
    with office.world.client("a0001") as applicant:
        applicant.post(f"{BASE}/{app_id}/withdraw").raise_for_status()
    sync(ws)
    op_id = in_conflict(ws, "WITHDRAWN")
    assert ws.queries.conflict(op_id).ways[0] == "archive"
    resolve_conflict.archive(ws, op_id=op_id)
    assert ws.queries.outbox().waiting == 0
    saved = ws.journal.review(app_id)
    assert saved is not None
    assert [c.text for c in saved.draft.comments] == ["请更换早于现职称的论文。"]


def test_what_is_not_in_trouble_is_left_alone(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    (op_id,) = decide.propose(ws, app_id="A1", verb=Verb.PASS).op_ids
    for way in (resolve_conflict.rebase, resolve_conflict.archive, resolve_conflict.discard):
        with pytest.raises(OperationRefused, match="OP_NOT_IN_TROUBLE"):
            way(ws, op_id=op_id)
        with pytest.raises(OperationRefused, match="OP_UNKNOWN"):
            way(ws, op_id="no-such-op")


def test_an_operation_of_somebody_else_stays_with_its_author(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    (op_id,) = decide.propose(ws, app_id="A1", verb=Verb.PASS).op_ids
    refusal = OperationResult(op_id=op_id, status=ResultStatus.CONFLICT, code="ACTOR_MISMATCH")
    ws.journal.record_result(refusal, ws.clock.now())
    ws.account = ws.account.model_copy(update={"user_id": "u-hanxu"})
    with pytest.raises(OperationRefused) as problem:
        resolve_conflict.discard(ws, op_id=op_id)
    assert problem.value.code == "OP_NOT_YOURS"
    assert problem.value.params == {"author": "u-chenyao"}
    assert ops(ws, "A1")[0].state is OpState.CONFLICT


def test_without_a_server_nothing_can_be_claimed(office: Office) -> None:
    office.submit(submitted("A1"))
    ws = office.officer("chenyao", online=False)
    with pytest.raises(OperationRefused, match="OP_NEEDS_ONLINE"):
        claims.claim(ws, app_ids=["A1"])
    assert "claim" not in audited(ws)
