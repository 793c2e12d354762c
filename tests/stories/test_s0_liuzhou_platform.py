"""Liuzhou's platform with its unit edition (S0): a senior with a defence, a change of the unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.domain.dossier import Defence
from app.domain.enums import ApplicationType
from tests.domain.clean_forms import LIUZHOU
from tests.server_stub.acceptance.offices import why
from tests.server_stub.acting import claim
from tests.server_stub.world import World, sha
from tests.stories.telling import FORM, Story, story
from tests.stories.test_s2_liuzhou_engineering import ENGINEER, LATE_PAPER
from tests.stories.town import OTHER_UNIT, SENIORS, SERIES, change_office

SENIOR = ENGINEER | {
    "level": "SENIOR_ASSOC", "target_title": "高级工程师",
    "committee_code": "工程系列柳州市副高级评委会",
}  # fmt: skip
TITLE: dict[str, Any] = {
    "title_name": "工程师", "level": "MIDDLE", "appointment_date": "2018-01",
}  # fmt: skip
FEE = 10000


@pytest.fixture
def tale(town: World) -> Iterator[Story]:
    told = story(town)
    yield told
    told.applicant.close()


def defence(held_on: str) -> Defence:
    """答辩 that was passed on this day."""
    return Defence(
        held_on=date.fromisoformat(held_on),
        place="会议室",
        panel_names=["评审甲", "评审乙", "评审丙"],
        topic="机械制造误差补偿研究",
        questions="误差补偿的主要方法和适用条件是什么？",
        evaluation="回答准确，思路清晰。",
        passed=True,
        record_file=sha(FORM),
    )


def test_a_senior_defends_before_the_deliberation_and_pays_before_the_committee(
    tale: Story,
) -> None:
    change_office(tale.town.server, SENIORS, collects_fee_online=True)
    tale.it_is("2026-09-01 09:00")
    tale.begins("LZ_ENG_2020", ApplicationType.EVALUATION, SENIOR)
    ((entry, title, slots),) = LIUZHOU["current_title"]
    tale.fills_in(LIUZHOU | {"current_title": [(entry, title | TITLE, slots)]})
    tale.hands_in()

    tale.it_is("2026-09-18 15:00")
    publicised = ("2026-09-07", "2026-09-15", "2026-09-17")
    tale.claims("unitclerk")
    # No defence, or one after the meeting, does not do for a senior (S2 二.2(2)).
    for held in (None, defence("2026-09-18")):
        tale.keeps("unitclerk", tale.dossier(*publicised, defence=held))
        answer = tale.tries_to("unitclerk", "propose", verb="PASS")
        assert answer["rule_ids"][:1] == ["R125"], answer
    tale.keeps("unitclerk", tale.dossier(*publicised, defence=defence("2026-09-16")))
    tale.does("unitclerk", "propose", verb="PASS")
    tale.does("unitlead", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    tale.stamps("unitsealer")

    # The unit chooses between its department and the series office; passing the department over
    # is for the one who answers for the unit (S0 四, domain §4.5).
    assert why(tale.tries_to("unitclerk", "forward", target_org=SERIES)) == "ROUTE_SKIP"
    tale.does("unitlead", "override_route", target_org=SERIES, reason="主管部门委托系列职改办审核")
    tale.forwards("unitclerk", target_org=SERIES)
    assert (tale.lies_at, tale.seen_by("deptclerk")) == (SERIES, 404)

    tale.passes("series")
    assert tale.status == "AWAITING_PAYMENT"
    assert tale.tries("pay", amount=FEE).json()["status"] == "PAID_UNVERIFIED"
    assert tale.seen_by("seniorclerk") == 404
    assert tale.tries("verify-payment").json()["status"] == "SUBMITTED"
    assert tale.lies_at == SENIORS

    tale.is_evaluated("seniorclerk")
    tale.shows_result("seniorclerk", "2026-11-16", "2026-11-20")
    tale.it_is("2026-11-21 09:00")
    tale.does("seniorclerk", "finalise")
    tale.does("seriesclerk", "issue", cert_no="LZ2026-0002")
    assert tale.status == "CERT_ISSUED"


def test_who_changes_the_unit_is_judged_by_the_new_one_and_lapses(tale: Story) -> None:
    tale.it_is("2026-09-01 09:00")
    tale.begins("LZ_ENG_2020", ApplicationType.EVALUATION, ENGINEER)
    tale.fills_in(LIUZHOU)
    tale.hands_in()

    # The key that the new unit gave out moves the case (S0 五); a wrong one does not.
    with tale.town.client("newadmin") as admin:
        key = admin.post("/v1/unit/keys", json={}).raise_for_status().json()
    assert tale.tries("transfer", secret="ABCD-EFGH-JKLM").status_code >= 400
    assert tale.tries("transfer", secret=key["secret"]).status_code == 200
    assert (tale.lies_at, tale.seen_by("unitclerk")) == (OTHER_UNIT, 404)
    with tale.town.client("unitclerk") as before:
        assert claim(before, tale.app_id)[0].get("claim") is None

    # 不通过 has its reason, which the applicant reads.
    tale.claims("newclerk")
    answer = tale.tries_to("newclerk", "propose", verb="RETURN", module_comments=[])
    assert answer["status"] != "applied"
    tale.does(
        "newclerk", "propose", verb="RETURN", overall_text="请更换论文。",
        module_comments=[{"comment_id": "c1", **LATE_PAPER}],
    )  # fmt: skip
    tale.does("newlead", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    shown = tale.seen_by_applicant()
    assert shown["proposal"]["decision"]["overall_text"] == "请更换论文。"
    assert shown["deadline_current"].startswith("2026-11-20")

    # Nobody answers before the unit's deadline.
    tale.it_is("2026-11-20 18:01")
    assert tale.seen_by_applicant()["status"] == "LAPSED"
    assert tale.tries("resubmit").json()["code"] == "DEADLINE_PASSED"
    assert tale.status == "LAPSED"
