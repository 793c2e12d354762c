"""What the forms say of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.dossier import Defence
from app.domain.enums import CommentSeverity, Verb
from app.domain.model import Decision, ModuleComment
from app.forms.content.return_notice import return_notice
from app.forms.content.roster import roster
from app.forms.content.source import Case
from app.forms.content.unit_opinion import unit_opinion
from app.forms.content.workload import Work, workload
from app.forms.problems import FormCodeProblem, FormError
from tests.forms.samples import OFFICE, ON, all_forms, case, crowd, notice, with_dossier

FORMS = dict(all_forms())


def test_an_opinion_says_how_long_and_of_what_it_was_publicised() -> None:
    of = case()
    said = unit_opinion(of, ON).data["publicity"]
    assert "（5个工作日）" in said
    assert of.version.content_sha256[:8] in said


def test_an_objection_is_told_with_how_it_was_handled() -> None:
    of = case()
    assert of.dossier is not None
    assert of.dossier.publicity is not None
    objected = of.dossier.publicity.model_copy(
        update={
            "objection": True,
            "objection_text": "业绩三非本人完成",
            "handling_result": "查证后不成立",
            "result_text": "",
        }
    )
    said = unit_opinion(with_dossier(of, publicity=objected), ON).data["publicity"]
    assert "有异议，业绩三非本人完成，处理结果：查证后不成立" in said
    assert "无异议" not in said


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("publicity", "公示情况"),
        ("deliberation", "审议小组审议情况"),
        ("recommendation", "推荐意见"),
    ],
)
def test_what_is_not_filled_in_stops_the_opinion_by_name(part: str, what: str) -> None:
    of = case()
    assert of.dossier is not None
    empty = type(of.dossier)().model_dump()[part]
    emptied = type(of.dossier).model_validate(of.dossier.model_dump() | {part: empty})
    with pytest.raises(FormError) as caught:
        unit_opinion(Case(of.application, of.profile, of.unit, emptied), ON)
    assert caught.value.code is FormCodeProblem.CONTENT_MISSING
    assert caught.value.params == {"what": what}


def test_optional_parts_are_left_out() -> None:
    bare = FORMS["unit_opinion_bare"].data
    assert (bare["defence"], bare["assessments"], bare["expert_opinion"]) == ("", [], "")


def test_a_defence_is_told_with_its_conclusion() -> None:
    held = Defence(
        held_on=ON, place="三楼会议室", panel_names=["甲", "乙"], topic="叠合板", passed=True
    )
    said = unit_opinion(with_dossier(case(), defence=held), ON).data["defence"]
    assert said == "2026年10月9日答辩，三楼会议室，答辩组成员：甲、乙。\n题目：叠合板\n结论：通过。"


def test_votes_that_were_not_counted_are_not_invented() -> None:
    uncounted = crowd(5).model_copy(
        update={"votes_for": None, "votes_against": None, "votes_abstain": None}
    )
    said = unit_opinion(with_dossier(case(), deliberation=uncounted), ON).data["deliberation"]
    assert "票" not in said
    assert "到会5人" in said


def test_a_notice_names_module_place_opinion_remedy_and_scan() -> None:
    form = notice(case())
    rows = form.data["rows"]
    assert rows[0]["module"] == "论文、著作"
    assert rows[0]["place"].endswith("发表时间")
    assert rows[0]["remedy"].startswith("替换论文")
    assert rows[0]["where"].endswith("第 1 页")
    assert rows[1]["where"] == ""
    assert "共3处" in form.data["opening"]
    assert "2026年10月16日 18:00" in form.data["closing"]


def test_advice_is_told_from_what_must_be_done() -> None:
    advice = ModuleComment(
        comment_id="c", module="papers", text="可补充转载情况", severity=CommentSeverity.ADVICE
    )
    form = return_notice(
        case(), Decision(verb=Verb.RETURN, module_comments=[advice]), ON, office=OFFICE
    )
    assert form.data["rows"][0]["text"] == "（建议）可补充转载情况"
    assert form.data["closing"] == ""


def test_a_notice_without_comments_is_refused() -> None:
    with pytest.raises(FormError):
        return_notice(case(), Decision(verb=Verb.RETURN), ON, office=OFFICE)


def test_a_list_of_nobody_is_refused() -> None:
    with pytest.raises(FormError):
        roster([], "示例", ON)


def test_levels_are_in_words() -> None:
    assert "JUNIOR" not in str(FORMS["unit_opinion"].data) + str(FORMS["summary_form"].data)
    assert "MIDDLE" not in str(FORMS["verification_opinion"].data)


def test_work_is_summed_and_averaged_by_case() -> None:
    works = [
        Work("甲", 3, 1, 1, 0, timedelta(minutes=30)),
        Work("乙", 3, 2, 0, 0, timedelta(minutes=150)),
        Work("丙", 1, 0, 0, 0),
    ]
    table = workload(works, OFFICE, ON, ON, ON).data
    assert table["rows"][0][-1] == "15 分"
    assert table["rows"][1][-1] == "1 时 15 分"
    assert table["rows"][2][-1] == "—"
    assert table["total"] == ["7", "3", "1", "0", "45 分"]
