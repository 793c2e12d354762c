"""Guangxi's talent market (S1): evaluation with fee and mailing, recognition, reconfirmation,
reissue of a lost certificate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.certificates import CertificateRecord
from app.domain.enums import ApplicationType
from server_stub import certificate_registry
from tests.domain.clean_forms import LOSS, MARKET, PERSON
from tests.server_stub.acceptance.offices import why
from tests.server_stub.world import World
from tests.stories.telling import Story, story
from tests.stories.town import MARKET as MARKET_COMMITTEE
from tests.stories.town import REGION, UNIT, change_office

DECLARED: dict[str, Any] = {
    "year": 2026, "series_code": "工程", "level": "MIDDLE", "target_title": "工程师",
    "specialty": "机械制造", "committee_code": "示例市场评审会", "declare_method": "PROMOTION",
    "target_office_code": REGION, "activity_id": "act-2026",
}  # fmt: skip
ADDRESS = {"wanted": True, "name": "测试甲", "address": "示例路1号", "phone": "19900000001"}
HELD = "/v1/applicant/certificates"


@pytest.fixture
def tale(town: World) -> Iterator[Story]:
    told = story(town)
    yield told
    told.applicant.close()


def passed_by_the_unit(tale: Story, kind: ApplicationType) -> None:
    """From the draft through the unit to the region's office."""
    tale.it_is("2026-09-01 09:00")
    tale.begins("GXRC", kind, DECLARED)
    tale.fills_in(MARKET)
    tale.hands_in()
    assert tale.lies_at == UNIT
    tale.it_is("2026-09-18 15:00")
    tale.keeps("unitclerk", tale.dossier("2026-09-07", "2026-09-15", held_on="2026-09-17"))
    tale.passes("unit")
    tale.forwards("unitclerk")
    assert tale.lies_at == REGION


def test_an_evaluation_with_fee_and_a_certificate_by_mail(tale: Story) -> None:
    change_office(tale.town.server, MARKET_COMMITTEE, collects_fee_online=True)
    change_office(tale.town.server, REGION, mailing_enabled=True)
    passed_by_the_unit(tale, ApplicationType.EVALUATION)
    path = f"/v1/applicant/applications/{tale.app_id}/mailing"
    assert tale.applicant.put(path, json=ADDRESS).status_code == 200

    tale.passes("reg")
    assert tale.status == "AWAITING_PAYMENT"
    assert tale.tries("pay", amount=9999).json()["status"] == "PAID_UNVERIFIED"
    assert tale.tries("verify-payment").json()["code"] == "FEE_AMOUNT_DIFFERS"
    with tale.town.client("reglead") as lead:
        lead.post(
            f"/v1/fees/{tale.app_id}/release", json={"reason": "金额不符，已退回"}
        ).raise_for_status()
    assert tale.tries("pay", amount=10000).json()["status"] == "PAID_UNVERIFIED"
    tale.does("regclerk", "verify_payment")
    assert (tale.status, tale.lies_at) == ("SUBMITTED", MARKET_COMMITTEE)

    tale.is_evaluated("marketclerk")
    tale.shows_result("marketclerk", "2026-11-16", "2026-11-20")
    tale.it_is("2026-11-21 09:00")
    tale.does("marketclerk", "finalise")
    with tale.town.client("regclerk") as office:
        (parcel,) = office.get("/v1/fees/mailings").json()
    assert (parcel["app_id"], parcel["mailing"]["address"]) == (tale.app_id, "示例路1号")
    tale.does("regclerk", "issue", cert_no="GX2026-0001")
    assert tale.status == "CERT_ISSUED"


def test_a_recognition_ends_at_the_office_that_grants_it(tale: Story) -> None:
    passed_by_the_unit(tale, ApplicationType.RECOGNITION)
    assert [node["kind"] for node in tale.document["route"]] == ["UNIT", "REGION_TITLE"]
    tale.passes("reg")
    assert tale.status == "PASSED_FINAL"
    assert why(tale.tries_to("regclerk", "forward")) == "WRONG_STATE"
    tale.does("regclerk", "issue", cert_no="GX2026-0002")
    (held,) = tale.applicant.get(HELD).json()
    assert (held["record"]["obtain_mode"], held["record"]["cert_no"]) == ("认定", "GX2026-0002")


def test_a_reconfirmation_is_taken_back_refused_and_taken_up_again(tale: Story) -> None:
    tale.it_is("2026-09-01 09:00")
    tale.begins("GXRC", ApplicationType.RECONFIRMATION, DECLARED)
    tale.fills_in(MARKET)
    tale.hands_in()
    assert tale.tries("withdraw").json()["status"] == "WITHDRAWN"
    ((entry, personal, _),) = MARKET["personal"]
    tale.saves("personal", (entry, personal | {"household": "示例新区"}))
    tale.hands_in()
    assert tale.document["current_version"] == 2
    tale.claims("unitclerk")
    assert tale.tries("withdraw").json()["code"] == "WITHDRAW_AFTER_CLAIM"

    tale.it_is("2026-09-18 15:00")
    tale.keeps("unitclerk", tale.dossier("2026-09-07", "2026-09-15", held_on="2026-09-17"))
    tale.passes("unit")
    tale.forwards("unitclerk")
    tale.claims("regclerk")
    bare = tale.tries_to("regclerk", "propose", verb="NOT_PASSED", overall_text="不符合条件。")
    assert bare["status"] != "applied"
    tale.does(
        "regclerk", "propose", verb="NOT_PASSED", reason_category="NOT_ELIGIBLE",
        overall_text="不符合重新确认的条件。",
    )  # fmt: skip
    tale.does("reglead", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    assert (tale.status, tale.tries("resubmit").json()["code"]) == ("NOT_PASSED", "WRONG_STATE")

    tale.does("reglead", "reopen", reason="复核后确认符合条件")
    assert tale.status == "CLAIMED"
    tale.does("regclerk", "propose", verb="PASS")
    tale.does("reglead", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    tale.does("regclerk", "issue", cert_no="GX2026-0003")
    (held,) = tale.applicant.get(HELD).json()
    assert held["record"]["obtain_mode"] == "重新确认"


def test_a_lost_certificate_is_declared_void_for_five_working_days(tale: Story) -> None:
    ((_, original, _),) = LOSS["original_certificate"]
    lost = CertificateRecord(
        record_id="cert-1", cert_no=original["cert_no"], name=PERSON["name"],
        id_number=PERSON["id_number"], level=original["level"], post_name="高级工程师",
        series="工程", specialty="机械制造", award_date="2016-11-20", obtain_time="2016-11-20",
        approving_org=original["approving_org"], confirmed_by=PERSON["person_id"],
    )  # fmt: skip
    with tale.town.server.db.write() as session:
        certificate_registry.save(session, tale.town.server, lost)

    tale.it_is("2026-09-24 09:00")
    declared = DECLARED | {
        "level": "SENIOR_ASSOC", "target_title": "高级工程师", "activity_id": "",
    }  # fmt: skip
    tale.begins("GXRC", ApplicationType.LOSS_REISSUE, declared)
    tale.fills_in({"personal": LOSS["personal"]})
    tale.fills_in({"original_certificate": LOSS["original_certificate"]})
    assert tale.status == "LOSS_PUBLICITY"

    ((entry, reason, _),) = LOSS["reissue_material"]
    tale.it_is("2026-10-08 23:59")
    assert tale.tries_to_save("reissue_material", (entry, reason)).json()["code"] == (
        "LOSS_ITEM_LOCKED"
    )
    tale.it_is("2026-10-09 00:00")
    tale.fills_in({"reissue_material": LOSS["reissue_material"]})
    tale.hands_in()
    assert tale.lies_at == REGION

    tale.passes("reg")
    assert tale.status == "PASSED_FINAL"
    tale.does("regclerk", "issue", cert_no="GX2026-0004")
    listed = {one["record"]["cert_no"]: one["record"] for one in tale.applicant.get(HELD).json()}
    assert listed[original["cert_no"]]["voided"] is True
    assert listed["GX2026-0004"]["obtain_mode"] == "补发"
