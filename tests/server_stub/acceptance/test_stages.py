"""A case on its route over HTTP: who sees it when, what comes back down, what a change of the
organisations does, and the conflicts of domain §4.8 that the unit alone never met."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.sealing import Seal, SealStatus
from server_stub import seals
from tests.server_stub.acceptance.beginnings import told_once
from tests.server_stub.acceptance.offices import moment_of, why
from tests.server_stub.acceptance.regions import COMMENT, liuzhou, market, shanxi_draft
from tests.server_stub.acting import application_ids, changes, claim, operation, result
from tests.server_stub.placing import put
from tests.stories.telling import Story
from tests.stories.town import COMMITTEE, DEPT, REGION, SERIES, UNIT, change_office


@told_once
def passed_by_the_unit(tale: Story) -> None:
    """A Liuzhou case with its dossier, passed and sealed, and not forwarded."""
    liuzhou(tale)
    tale.it_is("2026-09-18 15:00")
    tale.keeps("unitclerk", tale.dossier("2026-09-07", "2026-09-15", held_on="2026-09-17"))
    tale.passes("unit")
    tale.stamps("unitsealer")
    assert tale.status == "SEALED"


@told_once
def at_the_market_office(tale: Story) -> None:
    """A case of the talent market at the region's office."""
    market(tale)
    tale.it_is("2026-09-18 15:00")
    tale.keeps("unitclerk", tale.dossier("2026-09-07", "2026-09-15", held_on="2026-09-17"))
    tale.passes("unit")
    tale.forwards("unitclerk")
    assert tale.lies_at == REGION


def told(tale: Story, login: str) -> list[str]:
    with tale.town.client(login) as officer:
        return application_ids(changes(officer))


def test_the_next_office_sees_it_after_forwarding_and_nobody_else(tale: Story) -> None:
    passed_by_the_unit(tale)
    assert [tale.seen_by(login) for login in ("unitclerk", "deptclerk", "serieslead")] == [
        200, 404, 404,
    ]  # fmt: skip
    assert told(tale, "deptclerk") == []
    tale.forwards("unitclerk")
    assert (tale.lies_at, tale.status) == (DEPT, "SUBMITTED")
    assert [tale.seen_by(login) for login in ("unitclerk", "deptclerk", "serieslead")] == [
        200, 200, 404,
    ]  # fmt: skip
    assert told(tale, "deptclerk") == [tale.app_id]
    assert told(tale, "regclerk") == []
    states = [node["state"] for node in tale.document["route"]]
    assert states == ["done", "now", "next", "next"]


def test_the_unit_reads_on_but_acts_no_more(tale: Story) -> None:
    passed_by_the_unit(tale)
    tale.forwards("unitclerk")
    with tale.town.client("unitclerk") as handler:
        (answer,) = claim(handler, tale.app_id)
    assert answer["code"] == "NO_SCOPE"
    assert why(tale.tries_to("unitclerk", "forward")) == "NO_SCOPE"
    assert why(tale.tries_to("unitsealer", "stamp", form="unit_opinion", content_sha256="")) == (
        "NO_SCOPE"
    )


def test_without_the_seal_nothing_goes_on(tale: Story) -> None:
    passed_by_the_unit(tale)
    (made,) = tale.document["stamps"]
    tale.does("unitsealer", "void_stamp", stamp_id=made["stamp_id"], reason="盖错页")
    assert tale.status == "APPROVED_AT"
    answer = tale.tries_to("unitclerk", "forward")
    assert (answer["code"], answer["rule_ids"]) == ("GUARD_FAILED", ["R135"])
    tale.stamps("unitsealer")
    assert [stamp["voided"] for stamp in tale.document["stamps"]] == [True, False]
    tale.forwards("unitclerk")


def test_a_revoked_seal_is_noticed_when_the_case_goes_on(tale: Story) -> None:
    passed_by_the_unit(tale)
    now = moment_of(tale.town)
    seal = Seal(
        seal_id="unit-seal", name="公章", owner_org=UNIT, status=SealStatus.REVOKED,
        valid_from=now - timedelta(days=9), valid_to=now + timedelta(days=9),
    )  # fmt: skip
    with tale.town.server.db.write() as session:
        seals.save_seal(session, seal)
    stamps = [stamp | {"seal_id": "unit-seal"} for stamp in tale.document["stamps"]]
    put(tale.town, tale.app_id, stamps=stamps)
    answer = tale.tries_to("unitclerk", "forward")
    assert (answer["status"], answer["code"]) == ("conflict", "SEAL_INVALID")


def test_a_skip_waits_for_an_approver_and_is_kept(tale: Story) -> None:
    passed_by_the_unit(tale)
    answer = tale.tries_to("unitclerk", "forward", target_org=SERIES)
    assert why(answer) == "ROUTE_SKIP"
    assert why(tale.tries_to("unitlead", "override_route", target_org=SERIES)) == "REASON_MISSING"
    tale.does("unitlead", "override_route", target_org=SERIES, reason="主管部门已撤销")
    tale.forwards("unitclerk", target_org=SERIES, reason="主管部门已撤销")
    assert tale.lies_at == SERIES
    assert [node["state"] for node in tale.document["route"]] == ["done", "skipped", "now", "next"]
    assert tale.document["route_override"] is None


def test_a_change_of_the_organisations_is_told_before_the_case_goes_on(tale: Story) -> None:
    passed_by_the_unit(tale)
    seen = [node["org_id"] for node in tale.document["route"]]
    assert seen == [UNIT, DEPT, SERIES, COMMITTEE]
    change_office(tale.town.server, UNIT, supervising_dept_id=None)
    document = tale.document
    assert [node["org_id"] for node in document["route"]] == [UNIT, SERIES, COMMITTEE]
    assert "ROUTE_CHANGED" in document["flags"]
    assert document["timeline"][-1]["params"]["removed"]
    answer = tale.tries_to("unitclerk", "forward", route=seen)
    assert (answer["status"], answer["code"]) == ("conflict", "ROUTE_CHANGED")
    tale.forwards("unitclerk", route=[UNIT, SERIES, COMMITTEE])
    assert tale.lies_at == SERIES
    assert tale.document["flags"] == []


def test_what_concerns_no_route_changes_none(tale: Story) -> None:
    passed_by_the_unit(tale)
    before = tale.document
    change_office(tale.town.server, UNIT, contact_name="新联系人")
    assert tale.document["route"] == before["route"]
    assert tale.document["flags"] == before["flags"]


@pytest.mark.parametrize("return_to", ["UNIT", "LOWER"])
def test_referred_down_to_an_office_it_is_claimed_there_again(tale: Story, return_to: str) -> None:
    passed_by_the_unit(tale)
    tale.forwards("unitclerk")
    tale.passes("dept")
    tale.forwards("deptclerk")
    refer(tale, "series", return_to)
    lower = {"UNIT": UNIT, "LOWER": DEPT}[return_to]
    document = tale.document
    assert (tale.status, tale.lies_at) == ("SUBMITTED", lower)
    assert document["flags"] == ["REFERRED_DOWN"]
    assert document["history"][-1]["decision"]["verb"] == "REFER_DOWN"
    assert document["route"][2]["state"] == "returned"
    assert tale.seen_by("seriesclerk") == 200
    tale.claims({"UNIT": "unitclerk", "LOWER": "deptclerk"}[return_to])


def test_referred_down_to_the_applicant_it_is_returned(tale: Story) -> None:
    at_the_market_office(tale)
    refer(tale, "reg", "APPLICANT")
    assert (tale.status, tale.lies_at) == ("RETURNED", REGION)
    tale.hands_in("resubmit")
    assert (tale.status, tale.lies_at) == ("SUBMITTED", UNIT)
    assert tale.seen_by("regclerk") == 200


def test_the_unit_has_nobody_below_it(tale: Story) -> None:
    liuzhou(tale)
    tale.claims("unitclerk")
    answer = tale.tries_to(
        "unitclerk", "propose", verb="REFER_DOWN", module_comments=[COMMENT | {"comment_id": "c"}]
    )
    assert why(answer) == "VERB_NOT_OFFERED"


def test_a_refusal_is_reopened_by_the_approver_with_a_reason(tale: Story) -> None:
    at_the_market_office(tale)
    refuse(tale, "reg")
    assert tale.status == "NOT_PASSED"
    assert tale.tries("resubmit").json()["code"] == "WRONG_STATE"
    assert why(tale.tries_to("regclerk", "reopen", reason="有新材料")) == "NO_SCOPE"
    assert why(tale.tries_to("reglead", "reopen")) == "REASON_MISSING"
    tale.does("reglead", "reopen", reason="申报人补充了原始批文")
    document = tale.document
    assert (tale.status, document["claim"]["user_id"]) == ("CLAIMED", "u-regclerk")
    assert document["history"][-1]["outcome"] == "REOPENED"
    assert tale.tries_to("regclerk", "propose", **RETURN)["status"] == "applied"


def test_recusal_hides_the_case_from_one_and_from_nobody_else(tale: Story) -> None:
    liuzhou(tale)
    assert tale.seen_by("unitclerk") == 200
    with tale.town.client("unitclerk") as handler:
        cursor = changes(handler)["cursor"]
        tale.does("unitclerk", "recuse", reason="与申报人是亲属")
        page = changes(handler, cursor)
        assert application_ids(page, gone=True) == [tale.app_id]
        assert application_ids(page) == []
        assert application_ids(changes(handler)) == []
        (answer,) = claim(handler, tale.app_id)
        assert answer["code"] == "NOT_FOUND"
    assert (tale.seen_by("unitclerk"), tale.seen_by("unitlead")) == (404, 200)
    assert told(tale, "unitlead") == [tale.app_id]
    assert tale.document["surroundings"]["recused"] == ["u-unitclerk"]


def test_recusing_gives_the_claim_back(tale: Story) -> None:
    liuzhou(tale)
    tale.claims("unitclerk")
    tale.does("unitclerk", "recuse", reason="与申报人是亲属")
    assert (tale.status, tale.document["claim"]) == ("SUBMITTED", None)


def test_a_colleague_who_was_faster_is_named(tale: Story) -> None:
    passed_by_the_unit(tale)
    late = tale.document
    tale.forwards("unitclerk")
    answer = tale.tries_to("unitsealer", "forward")  # of the stage that the case has left
    assert answer["code"] == "NO_SCOPE"
    with tale.town.client("unitclerk") as handler:
        now = moment_of(tale.town)
        old = operation(
            tale.town, tale.app_id, "unitclerk", "propose", stage_index=late["stage_index"],
            payload=RETURN, at_local=now, server_time_est=now,
        )  # fmt: skip
        found = result(handler, old)
    assert (found["status"], found["code"]) == ("conflict", "ALREADY_DECIDED")
    assert found["params"]["name"]


def test_the_deadline_of_each_stage_counts_when_the_operation_arrives(tale: Story) -> None:
    shanxi_draft(tale)
    tale.hands_in()
    tale.claims("deptclerk")
    tale.it_is("2024-10-31 18:01")
    tale.claims("deptclerk")
    answer = tale.tries_to("deptclerk", "propose", **RETURN)
    assert (answer["status"], answer["code"]) == ("conflict", "DEADLINE_PASSED")


def test_a_case_is_seen_by_no_unit_where_units_have_no_stage(tale: Story) -> None:
    shanxi_draft(tale)
    tale.hands_in()
    assert (tale.seen_by("deptclerk"), tale.seen_by("unitclerk")) == (200, 404)


RETURN: dict[str, Any] = {
    "verb": "RETURN", "overall_text": "请补充", "module_comments": [COMMENT | {"comment_id": "c1"}],
}  # fmt: skip


def refer(tale: Story, office: str, return_to: str) -> None:
    """Let an office refer the case down."""
    decide(tale, office, RETURN | {"verb": "REFER_DOWN", "return_to": return_to})


def refuse(tale: Story, office: str) -> None:
    """Let an office end the case."""
    decide(tale, office, RETURN | {"verb": "NOT_PASSED", "reason_category": "NOT_ELIGIBLE"})


def decide(tale: Story, office: str, decision: dict[str, Any]) -> None:
    tale.claims(f"{office}clerk")
    tale.does(f"{office}clerk", "propose", **decision)
    proposal = tale.document["proposal"]["op_id"]
    tale.does(f"{office}lead", "approve", proposal_op_id=proposal, text="", overrides=[])
