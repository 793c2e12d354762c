"""Shanxi's evaluation system of 2024 (S3): returned with a comment on a module, and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.enums import ApplicationType
from app.domain.model import ModuleComment
from tests.domain.clean_forms import SHANXI
from tests.server_stub.acting import claim
from tests.server_stub.world import World
from tests.stories.telling import Story, story
from tests.stories.town import DEPT
from tests.stories.town import SHANXI as COMMITTEE

DECLARED: dict[str, Any] = {
    "year": 2024, "series_code": "工程", "level": "MIDDLE", "target_title": "工程师",
    "specialty": "机械制造", "committee_code": "示例中级评委会", "declare_method": "NORMAL",
    "evaluation_mode": "评审", "activity_id": "act-2024",
}  # fmt: skip
ROW = {"module": "projects", "entry_id": "e-project", "text": "缺少在现职期间工作业绩"}
"""The example of the manual: 「项目(课题) – 缺少在现职期间工作业绩」(S3 2.7)."""


@pytest.fixture
def tale(town: World) -> Iterator[Story]:
    told = story(town)
    yield told
    told.applicant.close()


def handed_in(tale: Story) -> None:
    tale.it_is("2024-07-29 09:00")
    tale.begins("SX_2024", ApplicationType.EVALUATION, DECLARED)
    tale.fills_in(SHANXI)
    tale.hands_in()
    assert [node["kind"] for node in tale.document["route"]] == ["DEPT", "COMMITTEE"]
    assert (tale.status, tale.lies_at) == ("SUBMITTED", DEPT)


def table(tale: Story) -> list[tuple[str, str]]:
    """驳回意见 as the applicant reads it: 模块名称 and 审核意见."""
    pack = tale.town.server.packs.find("SX_2024")
    assert pack is not None
    rows = []
    for row in tale.seen_by_applicant()["proposal"]["decision"]["module_comments"]:
        comment = ModuleComment.model_validate(row)
        module = pack.profile.module(comment.module)
        assert module is not None
        rows.append((module.label.zh_CN, comment.text))
    return rows


def to_the_end(tale: Story) -> None:
    tale.passes("dept")
    tale.forwards("deptclerk")
    assert (tale.status, tale.lies_at) == ("SUBMITTED", COMMITTEE)
    tale.is_evaluated("shanxiclerk")
    tale.shows_result("shanxiclerk", "2024-11-18", "2024-11-22")
    tale.it_is("2024-11-23 09:00")
    tale.does("shanxiclerk", "finalise")
    tale.does("shanxiclerk", "issue", cert_no="SX2024-0001")
    assert tale.status == "CERT_ISSUED"


def test_returned_with_a_comment_on_a_module_and_handed_in_again(tale: Story) -> None:
    handed_in(tale)
    tale.it_is("2024-07-30 19:35")
    tale.claims("deptclerk")
    # A sentence for the whole alone is no 驳回意见: at least one row names its module.
    bare = tale.tries_to("deptclerk", "propose", verb="RETURN", overall_text="请补充业绩。")
    assert bare["status"] != "applied"
    with tale.town.client("deptclerk") as officer:
        held = tale.document["claim"]["claim_id"]
        officer.delete(f"/v1/claims/{held}").raise_for_status()
    tale.returns("dept", "请补充后重新提交。", ROW)
    assert table(tale) == [("项目（课题）", "缺少在现职期间工作业绩")]
    shown = tale.seen_by_applicant()
    assert (shown["status"], shown["deadline_current"][:10]) == ("RETURNED", "2024-10-31")
    assert shown["timeline"][-1]["at"].startswith("2024-07-30T11:35")

    tale.it_is("2024-10-31 17:59")
    ((entry, project, _),) = SHANXI["projects"]
    again = project | {"result": "任现职期间主持完成并通过验收"}
    tale.saves("projects", (entry, again))
    tale.hands_in("resubmit")
    document = tale.document
    assert (document["current_version"], document["node_org"]) == (2, DEPT)
    assert document["history"][-1]["decision"]["module_comments"][0]["text"] == ROW["text"]
    to_the_end(tale)


def test_withdrawn_before_anybody_claimed_it_and_handed_in_again(tale: Story) -> None:
    handed_in(tale)
    assert tale.tries("withdraw").json()["status"] == "WITHDRAWN"
    with tale.town.client("deptclerk") as officer:
        assert claim(officer, tale.app_id)[0].get("claim") is None

    ((entry, summary, _),) = SHANXI["work_summary"]
    tale.saves("work_summary", (entry, summary | {"text": "补充后的专业技术工作总结。"}))
    tale.hands_in()
    assert tale.document["current_version"] == 2
    tale.claims("deptclerk")
    assert tale.tries("withdraw").json()["code"] == "WITHDRAW_AFTER_CLAIM"
    with tale.town.client("deptclerk") as officer:
        held = tale.document["claim"]["claim_id"]
        officer.delete(f"/v1/claims/{held}").raise_for_status()
    # Looked at once, it stays handed in, though nobody holds it any more (S3 2.5).
    assert tale.tries("withdraw").json()["code"] == "WITHDRAW_AFTER_CLAIM"
    to_the_end(tale)
