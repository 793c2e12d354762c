"""单位推荐意见表: the unit's opinion with what its dossier rests on (domain §4.9)."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.domain.dossier import AssessmentResult, Defence, Deliberation, Dossier
from app.domain.publicity import Publicity
from app.forms.content.source import Case, day, joined, level_words, lines, need
from app.forms.form import Form, FormCode

_RESULTS: Final = {
    AssessmentResult.EXCELLENT: "优秀",
    AssessmentResult.COMPETENT: "合格",
    AssessmentResult.BASIC: "基本合格",
    AssessmentResult.INCOMPETENT: "不合格",
    AssessmentResult.ABSENT: "未参加",
}


def unit_opinion(case: Case, made_on: date, *, leader: str = "") -> Form:
    """The form of one case.

    :param leader: who answers for the opinion; empty leaves the line to be signed.
    :raises FormError: ``FORM_CONTENT_MISSING`` where there is no opinion, publicity or
        deliberation yet.
    """
    dossier = case.dossier or Dossier()
    data = {
        "name": case.version.person.name,
        "sex": case.first("personal", "sex") or case.version.person.sex,
        "education": case.first("education", "level"),
        "current_title": case.first("current_title", "title_name"),
        "obtained": case.first("current_title", "obtain_date"),
        "current_level": case.first("current_title", "level"),
        "target": f"{case.target}　{level_words(case.version.declaration.level)}",
        "publicity": publicity_words(case, dossier.publicity),
        "defence": defence_words(dossier.defence),
        "deliberation": deliberation_words(dossier.deliberation),
        "assessments": [
            f"{one.year}年 {_RESULTS.get(one.result, one.result)}"
            for one in sorted(dossier.assessments, key=lambda one: one.year)
        ],
        "expert_opinion": dossier.expert_opinion.strip(),
        "recommendation": need(dossier.recommendation.text, "推荐意见"),
        "leader": leader,
        "date": day(made_on),
    }
    return Form(
        FormCode.UNIT_OPINION,
        "专业技术人员申报职称单位推荐意见表",
        case.issuer,
        made_on,
        data,
        (case.binding,),
        line_left=f"单位：{case.issuer}",
        line_right=day(made_on),
    )


def publicity_words(case: Case, publicity: Publicity | None) -> str:
    """When, where, what and with which result it was publicised (R120 to R124)."""
    if publicity is None or publicity.start_date is None or publicity.end_date is None:
        return need("", "公示情况")
    days = f"（{case.working_days}个工作日）" if case.working_days is not None else ""
    version = f"申报材料第{publicity.version_no}版（校验码 {publicity.content_sha256[:8]}）"
    if publicity.objection:
        found = joined(
            (
                "有异议",
                publicity.objection_text.rstrip("。"),
                f"处理结果：{publicity.handling_result}",
            )
        )
    else:
        found = publicity.result_text or ("无异议" if publicity.objection is False else "")
    return lines(
        f"公示时间：{day(publicity.start_date)}至{day(publicity.end_date)}{days}",
        f"公示地点：{publicity.place}" if publicity.place else "",
        f"公示内容：{version}" if publicity.version_no else "",
        f"公示结果：{found}" if found else "",
    )


def defence_words(defence: Defence | None) -> str:
    """When and before whom it was defended, and the conclusion; empty where there was none."""
    if defence is None or defence.held_on is None:
        return ""
    panel = f"答辩组成员：{'、'.join(defence.panel_names)}" if defence.panel_names else ""
    verdict = {True: "通过", False: "不通过", None: ""}[defence.passed]
    return lines(
        joined((f"{day(defence.held_on)}答辩", defence.place, panel)) + "。",
        f"题目：{defence.topic}" if defence.topic else "",
        defence.evaluation,
        f"结论：{verdict}。" if verdict else "",
    )


def deliberation_words(deliberation: Deliberation | None) -> str:
    """When the group met, how many came and how they voted (R126, R127)."""
    if deliberation is None or deliberation.held_on is None:
        return need("", "审议小组审议情况")
    opening = f"{day(deliberation.held_on)}召开审议会，到会{len(deliberation.members)}人"
    return lines(joined((opening, vote_words(deliberation))) + "。", deliberation.suggestion_text)


def vote_words(deliberation: Deliberation) -> str:
    """同意7票，反对0票，弃权0票; what was not counted is left out."""
    counted = (
        ("同意", deliberation.votes_for),
        ("反对", deliberation.votes_against),
        ("弃权", deliberation.votes_abstain),
    )
    return joined([f"{word}{votes}票" for word, votes in counted if votes is not None])
