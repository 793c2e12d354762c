from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.enums import Status, Verb
from app.domain.model import FindingAck, ModuleComment, OverrideRequest
from app.operations.verbs import VerbOffer, offered
from app.store.draft import ReviewDraft
from app.store.readmodels import CaseView
from tests.domain.make import NOW, application, liuzhou, market, modules, version
from tests.operations.views import ME, case_view

HOUR = timedelta(hours=1)


def claimed(user: str = "u1", until: int = 71, **changes: Any) -> dict[str, Any]:
    return {
        "status": "CLAIMED",
        "claim": {
            "claim_id": "c1", "app_id": "A2026-000001", "user_id": user, "user_name": "韩序",
            "granted_at": NOW - HOUR, "lease_until": NOW + until * HOUR,
        },
        "deadline_current": NOW + 175 * HOUR,
        "route": [
            {"kind": "UNIT", "org_id": "org-unit-1", "name": "本单位", "state": "now"},
            {"kind": "SERIES_TITLE", "org_id": "o2", "name": "市系列职改办"},
        ],
    } | changes  # fmt: skip


def at_office() -> dict[str, Any]:
    """A market case at its title office, the second stage."""
    route = [
        {"kind": "UNIT", "org_id": "org-unit-9", "name": "某单位", "state": "done"},
        {"kind": "REGION_TITLE", "org_id": "org-unit-1", "name": "职改办", "state": "now"},
    ]
    return claimed(profile="GXRC@1", route=route, stage_index=1)


def offers(case: CaseView) -> dict[Verb, VerbOffer]:
    found = offered(case, account=ME, now=NOW, approvers=["陆见深"])
    return {offer.verb: offer for offer in found}


COMMENT = ModuleComment(comment_id="c", module="papers", text="请更换论文。")


def late_paper() -> dict[str, Any]:
    """A paper from before the current title: one ERROR finding."""
    (row,) = modules()["papers"]
    changed = row | {"fields": row["fields"] | {"publish_date": "2016-03"}}
    return {"version": version(modules={"papers": [changed]}).model_dump(mode="json")}


def test_the_verbs_are_those_of_the_region() -> None:
    assert list(offers(case_view(application(**claimed())))) == [Verb.PASS, Verb.RETURN]
    assert list(offers(case_view(application(**claimed(profile="GXRC@1")), market()))) == [
        Verb.PASS, Verb.RETURN,
    ]  # fmt: skip


def test_an_office_may_refuse_for_good_or_refer_down() -> None:
    found = list(offers(case_view(application(**at_office()), market())))
    assert found == [Verb.PASS, Verb.RETURN, Verb.NOT_PASSED, Verb.REFER_DOWN]


def test_at_the_first_stage_nothing_lies_below() -> None:
    first = at_office() | {"stage_index": 0}
    first["route"] = first["route"][1:]
    assert Verb.REFER_DOWN not in offers(case_view(application(**first), market()))


def test_a_clean_claimed_case_can_pass() -> None:
    offer = offers(case_view(application(**claimed())))[Verb.PASS]
    assert offer.allowed
    assert offer.why_text("zh_CN") == ""


def test_the_consequence_says_date_feasibility_and_approver() -> None:
    found = offers(case_view(application(**claimed())))
    assert found[Verb.RETURN].consequence("zh_CN") == (
        "退回后，申报人可在 10月16日 17:00 前修改并重新提交（剩 7 天 7 小时，来得及）。"
        "须经复核人 陆见深 批准后生效。"
    )
    assert "until 16 Oct 17:00 (7 d 7 h left, enough time)" in found[Verb.RETURN].consequence("en")
    assert "上报市系列职改办" in found[Verb.PASS].consequence("zh_CN")
    assert len(found[Verb.PASS].short("zh_CN")) < len(found[Verb.PASS].consequence("zh_CN"))


def test_without_a_deadline_the_sentence_has_no_hole() -> None:
    sentence = offers(case_view(application(**claimed(deadline_current=None))))[Verb.RETURN]
    assert sentence.consequence("zh_CN").startswith("退回后，申报人可修改并重新提交。")


def test_a_region_may_give_applicants_a_number_of_days() -> None:
    days = liuzhou().model_copy(update={"resubmit_deadline_days": 3})
    sentence = offers(case_view(application(**claimed()), days))[Verb.RETURN].consequence("zh_CN")
    assert "在 10月12日 10:00 前修改" in sentence


def test_a_terminal_verb_brings_its_grounds() -> None:
    clerk = ME.model_copy(update={"roles": ["OFFICE_CLERK"]})
    case = case_view(application(**at_office()), market())
    found = offered(case, account=clerk, now=NOW, approvers=["陆见深"])
    (offer,) = [one for one in found if one.verb is Verb.NOT_PASSED]
    assert offer.terminal
    assert "FRAUD" in {category.code for category in offer.categories}
    assert offer.allowed  # category and reason are asked for when it is chosen


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"status": "SUBMITTED"}, "还没有签收"),
        (claimed("u2"), "已由韩序签收"),
        (claimed(status="PROPOSED"), "当前状态不能这样办理"),
        (claimed(node_org="org-unit-2"), "没有这项权限"),
        (claimed(status="SOMETHING_NEW"), "服务器版本较新"),
        (claimed(deadline_current=NOW - HOUR), "已过截止时间 2026-10-09 09:00"),
    ],
)
def test_why_nothing_can_be_decided(state: dict[str, Any], words: str) -> None:
    offer = offers(case_view(application(**state)))[Verb.PASS]
    assert not offer.allowed
    assert words in offer.why_text("zh_CN")


def test_an_expired_lease_of_ones_own_is_left_to_the_server() -> None:
    assert offers(case_view(application(**claimed(until=-1))))[Verb.PASS].allowed


def test_work_begun_under_a_claim_goes_on_after_it_ran_out() -> None:
    """The server gave the case back to the queue; the comments are here (design §4)."""
    free = application(status="SUBMITTED")
    draft = ReviewDraft.begun_on(free.version).model_copy(update={"comments": [COMMENT]})
    assert offers(case_view(free, draft=draft))[Verb.RETURN].allowed


def test_what_was_proposed_already_is_told() -> None:
    case = case_view(application(**claimed()), status=Status.PROPOSED)
    assert not offers(case)[Verb.PASS].allowed


def test_open_findings_bar_pass_and_are_counted() -> None:
    case = case_view(application(**claimed(**late_paper())))
    offer = offers(case)[Verb.PASS]
    assert offer.why_text("zh_CN") == "有 1 项须改未处理"
    assert offer.why_text("en") == "open: 1 to be fixed"


def test_an_override_request_opens_the_way() -> None:
    case = case_view(application(**claimed(**late_paper())))
    (finding,) = case.findings
    request = OverrideRequest(finding_id=finding.finding_id, rule="R071", reason="录用在先")
    asked = case.draft.model_copy(update={"overrides": [request]})
    assert offers(case_view(case.application, draft=asked))[Verb.PASS].allowed


def test_a_warning_needs_one_look() -> None:
    odd = application(**claimed(version=version(person={"phone": "12345"}).model_dump(mode="json")))
    case = case_view(odd)
    assert offers(case)[Verb.PASS].why_text("zh_CN") == "有 1 项待核对未处理"
    (finding,) = case.findings
    ack = FindingAck(finding_id=finding.finding_id, rule="R021", status="VERIFIED")
    seen = case.draft.model_copy(update={"acks": [ack]})
    assert offers(case_view(odd, draft=seen))[Verb.PASS].allowed


def test_a_return_needs_a_comment() -> None:
    case = case_view(application(**claimed()))
    assert offers(case)[Verb.RETURN].why_text("zh_CN") == "至少写一条意见"
    draft = case.draft.model_copy(update={"comments": [COMMENT]})
    assert offers(case_view(case.application, liuzhou(), draft))[Verb.RETURN].allowed
