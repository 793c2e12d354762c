"""Liuzhou, by the filling notes of 2020 (S2): an engineer and one of a county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.enums import ApplicationType
from tests.domain.clean_forms import LIUZHOU
from tests.server_stub.acceptance.offices import why
from tests.server_stub.world import World
from tests.stories.telling import Story, story
from tests.stories.town import COMMITTEE, DEPT, INDUSTRY, SERIES, UNIT, change_office

ENGINEER: dict[str, Any] = {
    "year": 2026, "series_code": "工程", "level": "MIDDLE", "target_title": "工程师",
    "specialty": "机械制造", "committee_code": "工程系列柳州市中级评委会",
    "declare_method": "PROMOTION", "evaluation_mode": "评审", "activity_id": "act-2026",
}  # fmt: skip
LATE_PAPER = {
    "module": "papers", "entry_id": "e-paper", "field": "publish_date",
    "text": "论文发表时间(2016-03)早于现职称授予时间(2017-11)，请更换任现职以来的论文。",
}  # fmt: skip


@pytest.fixture
def tale(town: World) -> Iterator[Story]:
    told = story(town)
    yield told
    told.applicant.close()


def test_an_engineer_is_returned_once_and_publicised_across_the_national_day(tale: Story) -> None:
    tale.it_is("2026-09-01 09:00")
    tale.begins("LZ_ENG_2020", ApplicationType.EVALUATION, ENGINEER)
    tale.fills_in(LIUZHOU)
    ((_, paper, _),) = LIUZHOU["papers"]
    tale.saves("papers", ("e-paper", paper | {"publish_date": "2016-03"}))
    tale.hands_in()
    assert (tale.status, tale.lies_at) == ("SUBMITTED", UNIT)

    # Withdrawing is not offered in Liuzhou; only the unit unlocks the papers (S0 A08).
    assert tale.tries("withdraw").json()["code"] == "WITHDRAW_NOT_OFFERED"
    tale.it_is("2026-09-03 10:00")
    tale.returns("unit", "论文不符合要求，请更换后重新提交。", LATE_PAPER)
    shown = tale.seen_by_applicant()
    assert shown["status"] == "RETURNED"
    (comment,) = shown["proposal"]["decision"]["module_comments"]
    assert (comment["module"], comment["text"]) == ("papers", LATE_PAPER["text"])

    tale.it_is("2026-09-07 09:00")
    tale.saves("papers", ("e-paper", paper))
    tale.hands_in("resubmit")
    assert (tale.status, tale.document["current_version"]) == ("SUBMITTED", 2)

    # 24 September to 30 September are five weekdays, but the 25th to 27th are the Mid-Autumn days.
    tale.it_is("2026-10-09 15:00")
    tale.claims("unitclerk")
    tale.keeps("unitclerk", tale.dossier("2026-09-24", "2026-09-30", held_on="2026-10-09"))
    answer = tale.tries_to("unitclerk", "propose", verb="PASS")
    assert (why(answer), answer["rule_ids"]) == ("GUARD_FAILED", ["R121"])
    tale.keeps("unitclerk", tale.dossier("2026-09-24", "2026-10-08", held_on="2026-10-09"))
    tale.does("unitclerk", "propose", verb="PASS")
    own = tale.tries_to("unitclerk", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    assert own["status"] != "applied"
    tale.does("unitlead", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    assert tale.status == "APPROVED_AT"

    # Without the unit's seal nothing goes on (R135).
    answer = tale.tries_to("unitclerk", "forward")
    assert answer["rule_ids"] == ["R135"]
    tale.stamps("unitsealer")
    assert tale.status == "SEALED"
    assert tale.seen_by("deptclerk") == 404
    tale.forwards("unitclerk")
    assert (tale.lies_at, tale.seen_by("deptclerk")) == (DEPT, 200)

    for office, to in (("dept", SERIES), ("series", COMMITTEE)):
        tale.passes(office)
        tale.forwards(f"{office}clerk")
        assert (tale.status, tale.lies_at) == ("SUBMITTED", to)
    certified(tale, "com")


def certified(tale: Story, committee: str) -> None:
    """The committee evaluates, publicises for five working days, and the certificate is issued."""
    tale.is_evaluated(f"{committee}clerk")
    tale.shows_result(f"{committee}clerk", "2026-11-16", "2026-11-20")
    tale.it_is("2026-11-20 18:00")
    assert why(tale.tries_to(f"{committee}clerk", "finalise")) == "RESULT_PUBLICITY_RUNNING"
    tale.it_is("2026-11-21 09:00")
    tale.does(f"{committee}clerk", "finalise")
    tale.does("seriesclerk", "issue", cert_no="LZ2026-0001")
    assert tale.status == "CERT_ISSUED"
    (held,) = tale.applicant.get("/v1/applicant/certificates").json()
    assert (held["record"]["cert_no"], held["state"]) == ("LZ2026-0001", "CONFIRMED")


def test_a_county_engineer_goes_through_the_industry_office_of_the_county(tale: Story) -> None:
    change_office(
        tale.town.server, UNIT, in_county=True, county_code="450226", supervising_dept_id=None
    )
    change_office(tale.town.server, INDUSTRY, county_code="450226")
    tale.it_is("2026-09-01 09:00")
    county = ENGINEER | {"dual_directional": True, "county_code": "450226"}
    tale.begins("LZ_ENG_2020", ApplicationType.EVALUATION, county)
    ((entry, personal, slots),) = LIUZHOU["personal"]
    tale.fills_in(LIUZHOU | {"personal": [(entry, personal | {"dual_directional": True}, slots)]})
    tale.hands_in()
    kinds = [node["kind"] for node in tale.document["route"]]
    assert kinds == ["UNIT", "COUNTY_INDUSTRY", "SERIES_TITLE", "COMMITTEE"]

    tale.it_is("2026-09-18 15:00")
    tale.keeps("unitclerk", tale.dossier("2026-09-07", "2026-09-15", held_on="2026-09-17"))
    tale.passes("unit")
    tale.stamps("unitsealer")
    # The county's office is not passed over by the unit's own choice (R009).
    answer = tale.tries_to("unitclerk", "forward", target_org=SERIES)
    assert why(answer) == "ROUTE_SKIP"
    tale.forwards("unitclerk", target_org=INDUSTRY)
    assert tale.lies_at == INDUSTRY
    for office in ("industry", "series"):
        tale.passes(office)
        tale.forwards(f"{office}clerk")
    tale.is_evaluated("comclerk", passed=False)
    assert tale.status == "FAILED_FINAL"
    assert why(tale.tries_to("comclerk", "finalise")) == "WRONG_STATE"
