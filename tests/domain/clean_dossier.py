"""A unit's dossier in which every gate is met: publicised, deliberated, recommended."""

from __future__ import annotations

from datetime import date

from app.domain.dossier import (
    Assessment,
    AssessmentResult,
    Check,
    Deliberation,
    Dossier,
    Member,
    NextTarget,
    Recommendation,
    Verification,
)
from app.domain.model import ApplicationVersion
from app.domain.profile import Profile
from app.domain.publicised import publicised_sha256
from app.domain.publicity import Publicity
from tests.domain.clean_forms import EMPLOYER

RECOMMENDATION = (
    "该同志思想品德端正，遵守职业道德；2017年取得助理工程师资格以来，工作成绩突出，主持完成"
    "示例大桥架设设备研制和示例港口起重设备改造等2个项目，其中1项获示例市科学技术奖三等奖，"
    "为单位节约工期30天；专业水平较高，理论基础扎实，发表论文1篇；业务能力强，能够独立解决"
    "机械制造中的复杂技术问题，并指导3名青年技术人员；工作态度认真负责，爱岗敬业，近5年考核"
    "均为合格以上。经审议小组5人评议，其条件符合工程师的申报要求，推荐其参加本次评审。"
)
MEMBERS = [Member(name=f"审议{n}", post="部门负责人", title="高级工程师") for n in "甲乙丙丁戊"]


def publicity(version: ApplicationVersion, profile: Profile) -> Publicity:
    """Seven working days in September 2026, without a make-up day among them."""
    return Publicity(
        pub_id="pub-1",
        app_ids=[version.app_id],
        version_no=version.version_no,
        content_sha256=version.content_sha256,
        publicised_sha256=publicised_sha256(version, profile),
        start_date=date(2026, 9, 7),
        end_date=date(2026, 9, 15),
        place=f"{EMPLOYER}公告栏",
        method="张贴",
        objection=False,
        result_text="公示期间没有收到异议。",
        proof_files=["a" * 64],
        calendar_version="CN-2026@1",
    )


def dossier(version: ApplicationVersion, profile: Profile, next_org: str) -> Dossier:
    """The dossier of one version; its order is publicity, deliberation, opinion."""
    done = Check(done=True, by="u-handler", how="查看原件")
    return Dossier(
        rev=3,
        publicity=publicity(version, profile),
        deliberation=Deliberation(
            held_on=date(2026, 9, 17),
            leader=MEMBERS[0].name,
            members=MEMBERS,
            votes_for=5,
            votes_against=0,
            votes_abstain=0,
            suggestion_text="同意推荐申报工程师。",
            form_scan="b" * 64,
            leader_signed=True,
        ),
        assessments=[
            Assessment(year=year, result=AssessmentResult.COMPETENT) for year in range(2021, 2026)
        ],
        recommendation=Recommendation(
            text=RECOMMENDATION, author="u-handler", approver="u-approver"
        ),
        verification=Verification(
            education=done, papers=done, social_insurance=done, originals_seen=True
        ),
        next_target=NextTarget(org_id=next_org),
    )
