from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.checks import FileFacts
from app.domain.enums import Status, Verb
from app.domain.model import Account, Decision, FindingAck, ModuleComment
from app.protocol.messages import has_message
from app.protocol.operations import ConflictCode, OperationKind, OperationResult, ResultStatus
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.case_view import CaseMissing
from app.store.draft import ReadingMark, ReviewDraft
from app.store.journal import Journal
from app.store.outbox_view import OpMissing
from app.store.profiles import ProfileMissing, Profiles
from app.store.queries import Queries
from app.store.readmodels import LocalState, OpState, QueueFilter
from tests.store.factory import (
    KEY,
    ME,
    NOW,
    application_doc,
    change,
    claim_doc,
    operation,
    page,
    sha_of,
)

PAPER = {"entries": [{"entry_id": "e1", "fields": {"title": "大跨度钢桁架", "rank": 1}}]}


class Desk:
    """One officer's cache, journal, attachments and questions."""

    def __init__(self, folder: Path) -> None:
        self.cache = Cache(folder / "cache.db", KEY)
        self.journal = Journal(folder / "journal.db", KEY)
        self.blobs = BlobStore(folder / "blobs", KEY, KEY)
        account = Account.model_validate(
            {"user_id": ME, "login": "x", "name": "陈瑶", "org": {"org_id": "o", "name": "示例"}}
        )
        self.queries = Queries(
            self.cache,
            self.journal,
            Profiles(self.cache),
            account,
            blobs=self.blobs,
            now=lambda: NOW,
        )

    def put(self, *docs: dict[str, Any], rev: int = 1) -> None:
        self.cache.apply_page(page(*(change(doc, rev) for doc in docs)), self.queries.checker)

    def propose(self, app_id: str, decision: Decision, version_no: int = 1) -> str:
        with self.journal.transaction(actor=ME, now=NOW) as writer:
            op = operation(app_id, writer.next_seq(app_id))
            base = op.base.model_copy(update={"version_no": version_no})
            payload = decision.model_dump(mode="json")
            op = op.model_copy(update={"payload": payload, "base": base})
            writer.add_op(op, subject="云知秋")
        return op.op_id

    def refuse(self, op_id: str, code: str, **more: Any) -> None:
        self.journal.mark_sending([op_id])
        status = ResultStatus.CONFLICT if code in set(ConflictCode) else ResultStatus.REJECTED
        result = OperationResult(op_id=op_id, status=status, code=code, **more)
        self.journal.record_result(result, NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.cache.close()
    desk.journal.close()


def comment(module: str, text: str = "缺版权页，请补齐。") -> ModuleComment:
    return ModuleComment(comment_id=f"k-{module}-{text}", module=module, text=text)


# --- one case


def test_a_case_with_everything(desk: Desk) -> None:
    doc = application_doc(
        "A1",
        status="CLAIMED",
        claim=claim_doc("A1"),
        modules={"papers": PAPER},
        files=(("a", 10), ("b", 20)),
    )
    desk.put(doc)
    desk.cache.mark_cached([sha_of("a")], NOW)
    desk.cache.want(["A1"], pinned=True)
    facts = FileFacts(magic="application/pdf", bytes=10, encrypted=True)
    desk.cache.put_file_facts({sha_of("a"): facts})
    case = desk.queries.case("A1")
    assert case.application.app_id == "A1"
    assert case.profile.key == "LZ_ENG_2020@1"
    assert (case.status, case.local, case.mine) == (Status.CLAIMED, LocalState.PARTIAL, True)
    assert (case.cached, case.files, case.bytes) == (1, 2, 30)
    assert case.findings == tuple(desk.queries.checker(case.application))
    assert case.findings
    assert case.counts.total == len(case.findings)
    assert set(case.completeness) == {module.code for module in case.profile.modules}
    assert case.draft == ReviewDraft.begun_on(case.version)
    assert not case.draft_outdated
    assert case.reasons
    states = [(view.state, view.problem, view.pinned) for view in case.attachments.values()]
    assert states == [("CACHED", "PDF_ENCRYPTED", True), ("NONE", None, True)]


def test_a_case_shows_what_was_typed_and_what_waits(desk: Desk) -> None:
    desk.put(application_doc("A1", status="CLAIMED", claim=claim_doc("A1")))
    draft = ReviewDraft(version_no=1, comments=[comment("papers")])
    desk.journal.save_review("A1", draft, actor=ME, now=NOW)
    case = desk.queries.case("A1")
    assert (case.local, case.draft_saved_at) == (LocalState.DRAFT, NOW)
    assert [one.text for one in case.comments_of("papers")] == ["缺版权页，请补齐。"]
    desk.propose("A1", Decision(verb=Verb.RETURN))
    case = desk.queries.case("A1")
    assert (case.status, case.local) == (Status.PROPOSED, LocalState.QUEUED)
    assert case.application.status is Status.CLAIMED
    assert [op.verb for op in case.ops] == [Verb.RETURN]


def test_a_resubmission_beside_what_was_reviewed(desk: Desk) -> None:
    desk.put(application_doc("A1", modules={"papers": PAPER}))
    draft = ReviewDraft.begun_on(desk.queries.case("A1").version)
    desk.journal.save_review("A1", draft, actor=ME, now=NOW)
    changed = {"entries": [{"entry_id": "e1", "fields": {"title": "改过的题名", "rank": 1}}]}
    past = {
        "op_id": "x", "decision": {"verb": "RETURN", "module_comments": [
            {"comment_id": "k1", "module": "papers", "text": "题名不符，请更正。"}]},
        "version_no": 1, "content_sha256": "", "handler_id": ME, "outcome": "APPROVED",
        "proposed_at": "2026-10-01T00:00:00Z",
    }  # fmt: skip
    refs = [{"version_no": 1, "content_sha256": sha_of("A1 1")}]
    desk.put(
        application_doc(
            "A1", version_no=2, modules={"papers": changed}, history=[past], earlier_versions=refs
        ),
        rev=2,
    )
    case = desk.queries.case("A1")
    assert case.draft_outdated
    assert case.resubmitted
    assert case.previous is not None
    assert case.diff is not None
    assert case.diff.changed == ["papers"]
    assert not case.previous_missing
    (earlier,) = case.earlier
    assert (earlier.round, [one.text for one in earlier.comments]) == (1, ["题名不符，请更正。"])


def test_what_is_not_here_is_named(desk: Desk) -> None:
    with pytest.raises(CaseMissing):
        desk.queries.case("nobody")
    desk.put(application_doc("A1", profile="OF_TOMORROW@7", version_no=2, earlier_versions=[
        {"version_no": 1, "content_sha256": "x"}]))  # fmt: skip
    with pytest.raises(ProfileMissing) as caught:
        desk.queries.case("A1")
    assert caught.value.params == {"profile": "OF_TOMORROW@7"}
    row = desk.queries.rows(["A1"])[0]
    assert row.status_label.zh_CN == "SUBMITTED"
    body = desk.queries._profiles.get("GXRC").model_copy(
        update={"profile_id": "OF_TOMORROW", "version": 7}
    )
    Profiles.put(desk.queries._profiles, "OF_TOMORROW@7", body.model_dump_json().encode())
    case = desk.queries.case("A1")
    assert case.previous_missing
    assert case.profile.version == 7


def test_a_state_is_worded_for_the_office_that_has_the_case(desk: Desk) -> None:
    route = [
        {"kind": kind, "org_id": f"o{n}", "name": kind}
        for n, kind in enumerate(("UNIT", "SERIES_TITLE", "COMMITTEE"))
    ]
    desk.put(*(application_doc(f"A{n}", route=route, stage_index=n) for n in range(3)))
    words = [row.status_label.zh_CN for row in desk.queries.rows(["A0", "A1", "A2"])]
    assert words == ["待单位审核", "已报送主管/系列", "系列审核通过，待评委会受理"]
    assert desk.queries.case("A2").status_label.zh_CN == words[2]


def test_places_in_the_queue(desk: Desk) -> None:
    desk.put(*(application_doc(f"A{number}") for number in range(3)))
    place = desk.queries.place("A1", QueueFilter())
    assert (place.previous, place.next, place.index, place.total) == ("A0", "A2", 1, 3)
    assert desk.queries.queue_ids(QueueFilter()) == ["A0", "A1", "A2"]
    assert desk.queries.queue_counts().views["todo"] == 3
    assert desk.queries.queue(QueueFilter(), 1, 1).rows[0].app_id == "A1"


# --- approving


def proposed(app_id: str, verb: str = "PASS", **more: Any) -> dict[str, Any]:
    proposal = {
        "op_id": f"op-{app_id}",
        "decision": {"verb": verb, **more.pop("decision", {})},
        "version_no": 1,
        "content_sha256": sha_of(f"{app_id} 1"),
        "handler_id": "u-hanxu",
        "handler_name": "韩旭",
        "proposed_at": "2026-10-09T01:00:00Z",
    }
    return application_doc(app_id, status="PROPOSED", proposal=proposal | more)


def test_the_approvers_inbox(desk: Desk) -> None:
    desk.put(
        proposed("A1", "RETURN", decision={"module_comments": [
            {"comment_id": "k", "module": "papers", "text": "缺版权页"}]}),
        proposed("A2"),
        proposed("A3", decision={"overrides": [
            {"finding_id": "R071/papers", "rule": "R071", "reason": "有证明"}]}),
        proposed("A4", handler_id=ME, handler_name="陈瑶"),
        proposed("A5", content_sha256="another"),
        proposed("A6", "NOT_PASSED", proposed_at="2026-10-01T00:00:00Z"),
        application_doc("A7", status="CLAIMED"),
    )  # fmt: skip
    rows = desk.queries.approvals()
    assert [row.app_id for row in rows] == ["A2", "A3", "A4", "A5", "A1", "A6"]
    by = {row.app_id: row for row in rows}
    assert {app_id for app_id, row in by.items() if row.batch} <= {"A1", "A2"}
    assert by["A2"].batch
    assert by["A3"].override_rules == ("R071",)
    assert by["A4"].own
    assert not by["A5"].same_version
    assert (by["A1"].comments, by["A1"].round) == (1, 1)
    assert [row.app_id for row in desk.queries.approvals(handler=ME)] == ["A4"]
    assert len(desk.queries.approvals("韩旭")) == 5
    assert [row.app_id for row in desk.queries.approvals("A6")] == ["A6"]
    assert desk.queries.approvals("nobody") == []


def test_an_unsent_answer_shows_in_the_inbox(desk: Desk) -> None:
    desk.put(proposed("A2"))
    with desk.journal.transaction(actor=ME, now=NOW) as writer:
        writer.add_op(operation("A2", 1, OperationKind.APPROVE), subject="云知秋")
    (row,) = desk.queries.approvals()
    assert (row.answer, row.local, row.batch) == ("approve", LocalState.QUEUED, False)
    assert desk.queries.case("A2").status is Status.APPROVED_AT


# --- the outbox and its conflicts


def test_the_outbox_by_need(desk: Desk) -> None:
    first = desk.propose("A1", Decision(verb=Verb.RETURN, module_comments=[comment("papers")]))
    second = desk.propose("A1", Decision(verb=Verb.PASS))
    third = desk.propose("A2", Decision(verb=Verb.PASS))
    done = desk.propose("A3", Decision(verb=Verb.PASS))
    old = desk.propose("A4", Decision(verb=Verb.PASS))
    desk.refuse(first, "NEW_VERSION")
    desk.journal.acknowledge({old: 1}, NOW - timedelta(days=1))
    desk.journal.acknowledge({done: 2}, NOW)
    view = desk.queries.outbox()
    assert [row.op_id for row in view.need_you] == [first, second]
    assert [row.state for row in view.need_you] == [OpState.CONFLICT, OpState.HELD]
    assert [row.op_id for row in view.under_way] == [third]
    assert [row.op_id for row in view.confirmed_today] == [done]
    assert view.waiting == 3
    row = view.need_you[0]
    assert (row.what_code, row.what_params) == ("outbox.propose.RETURN", {"comments": "1"})
    assert row.why_code == "NEW_VERSION"
    assert view.under_way[0].undoable
    assert not row.undoable


def test_every_word_of_the_outbox_is_in_the_catalogue() -> None:
    codes = [f"outbox.propose.{verb.value}" for verb in Verb]
    codes += [f"outbox.{kind.value}" for kind in OperationKind if kind != OperationKind.PROPOSE]
    codes += ["outbox.held", "outbox.unconfirmed"]
    for language in ("zh_CN", "en"):
        assert [code for code in codes if not has_message(code, language)] == []


def test_a_new_version_against_ones_decision(desk: Desk) -> None:
    projects = {"entries": [{"entry_id": "p1", "fields": {"name": "样例桥"}}]}
    desk.put(application_doc("A1", modules={"papers": PAPER, "achievements": projects}))
    reading = {"achievements": ReadingMark.DONE, "papers": ReadingMark.SEEN}
    draft = ReviewDraft(version_no=1, reading=reading)
    desk.journal.save_review("A1", draft, actor=ME, now=NOW)
    ack = FindingAck(finding_id="R073/papers/e1///", rule="R073", status="VERIFIED")
    mine = Decision(
        verb=Verb.RETURN,
        module_comments=[comment("papers"), comment("achievements", "未体现本人作用。")],
        findings_ack=[ack],
    )
    op_id = desk.propose("A1", mine)
    recall = operation("A1", 2, OperationKind.RECALL)
    with desk.journal.transaction(actor=ME, now=NOW) as writer:
        writer.add_op(recall, subject="云知秋")
    desk.refuse(op_id, "NEW_VERSION", params={"version_no": "2"})
    changed = {"entries": [{"entry_id": "e1", "fields": {"title": "改过的题名", "rank": 1}}]}
    modules = {"papers": changed, "achievements": projects}
    desk.put(application_doc("A1", version_no=2, modules=modules), rev=2)
    view = desk.queries.conflict(op_id)
    assert view.code is ConflictCode.NEW_VERSION
    assert view.ways[0] == "rebase"
    assert (view.base_version, view.current and view.current.current_version) == (1, 2)
    assert view.base is not None
    verdicts = {one.code: (one.same, one.verdict, one.verified) for one in view.modules}
    assert verdicts == {"papers": (False, "recheck", 1), "achievements": (True, "keep", 0)}
    assert (view.kept_comments, view.recheck_comments) == (1, 1)
    assert [row.op_id for row in view.held] == [recall.op_id]
    assert [one.read for one in view.modules if one.code == "achievements"] == [True]


@pytest.mark.parametrize("code", [code for code in ConflictCode if code.known])
def test_every_conflict_has_a_way_out(desk: Desk, code: ConflictCode) -> None:
    desk.put(application_doc("A1"))
    op_id = desk.propose("A1", Decision(verb=Verb.RETURN, module_comments=[comment("papers")]))
    desk.refuse(op_id, code.value)
    view = desk.queries.conflict(op_id)
    assert view.code is code
    assert view.ways
    assert view.decision is not None


def test_a_refusal_by_rules_names_them(desk: Desk) -> None:
    op_id = desk.propose("A1", Decision(verb=Verb.NOT_PASSED))
    desk.refuse(op_id, "RULES", rule_ids=["R157"])
    view = desk.queries.conflict(op_id)
    assert view.op.rule_ids == ("R157",)
    assert view.ways == ("reopen", "discard")
    assert view.current is None
    with pytest.raises(OpMissing):
        desk.queries.conflict("no such")


def test_the_state_told_with_the_answer_counts_when_it_is_newer(desk: Desk) -> None:
    desk.put(application_doc("A1", rev=3))
    op_id = desk.propose("A1", Decision(verb=Verb.PASS))
    told = application_doc("A1", status="WITHDRAWN", rev=5)
    desk.refuse(op_id, "WITHDRAWN", current=json.loads(json.dumps(told)))
    current = desk.queries.conflict(op_id).current
    assert current is not None
    assert current.status is Status.WITHDRAWN


# --- this machine


def test_what_this_machine_holds(desk: Desk) -> None:
    desk.put(
        application_doc("A1", files=(("a", 100),)),
        application_doc("A2", status="SEALED", files=(("b", 50),)),
        application_doc("A3", files=(("c", 10),), deadline_current="2026-10-12T10:00:00Z"),
    )
    desk.cache.want(["A1"], pinned=True)
    desk.cache.mark_cached([sha_of("a"), sha_of("b")], NOW)
    desk.journal.put_settings({"settings.quota_gib": 2})
    desk.propose("A3", Decision(verb=Verb.PASS))
    view = desk.queries.storage()
    assert (view.quota, view.pinned, view.evictable) == (2 << 30, 100, 50)
    assert (view.cases, view.cases_cached) == (2, 1)
    assert view.databases > 0
    summary = desk.queries.signin_summary()
    assert (summary.cases, summary.cases_cached, summary.cached_bytes) == (2, 1, 150)
    assert summary.unsent == 1
    assert summary.due_on(date(2026, 10, 9)) == 1
    assert summary.due_on(date(2026, 10, 12)) == 0  # proposed already
