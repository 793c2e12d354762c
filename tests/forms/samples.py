"""Every official form, filled from complete synthetic cases; ``python -m tests.forms.samples DIR``
writes them as PDF, to be looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.domain.anchors import ScanPlace
from app.domain.certificate_compare import compare
from app.domain.certificate_fields import MODULE
from app.domain.certificates import FieldVerdict
from app.domain.dossier import Deliberation, Member
from app.domain.enums import ApplicationType, Verb
from app.domain.model import Decision, ModuleComment
from app.forms.content.panel import panel_recommendation
from app.forms.content.publicity import publicity_form
from app.forms.content.return_notice import return_notice
from app.forms.content.roster import roster
from app.forms.content.source import Case
from app.forms.content.summary import summary_form
from app.forms.content.unit_opinion import unit_opinion
from app.forms.content.verification import verification_opinion
from app.forms.content.workload import Work, workload
from app.forms.form import Form
from app.forms.typesetting import typeset
from tests.domain.clean import clean, with_person

ON = date(2026, 10, 9)
OFFICE = "示例市职称改革工作领导小组办公室"
LONG_NAME = "阿卜杜热依木·麦麦提图尔荪江·买买提艾力"


def case(name: str = "池上䶮", profile: str = "LZ_ENG_2020") -> Case:
    """A complete case of an engineer; the name has a rare character."""
    subject = with_person(clean(profile), name=name)
    application = subject.case
    assert application is not None
    application = application.model_copy(update={"version": subject.version})
    unit = subject.org
    return Case(application, subject.profile, unit, application.dossier, working_days=5)


def with_dossier(of: Case, **parts: object) -> Case:
    """The case with parts of its dossier changed."""
    assert of.dossier is not None
    return replace(of, dossier=of.dossier.model_copy(update=parts))


def crowd(members: int) -> Deliberation:
    """A deliberation of that many people."""
    people = [
        Member(name=f"示例成员{number:02d}", post="部门负责人", title="高级工程师")
        for number in range(1, members + 1)
    ]
    return Deliberation(
        held_on=ON, leader=people[0].name, members=people, votes_for=members, votes_against=0,
        votes_abstain=0, suggestion_text="经审议，同意推荐。该同志材料真实，业绩突出。",
    )  # fmt: skip


def notice(of: Case, comments: int = 3) -> Form:
    """A return with that many comments, the first of them anchored to a scan."""
    file = of.version.attachments[0]
    paper = of.version.entries("papers")[0]
    made = [
        ModuleComment(
            comment_id=f"c{number}", module="papers", entry_id=paper.entry_id, field="publish_date",
            text=f"第{number + 1}处：该论文发表时间（2016-03）早于现职称授予时间（2017-11）。",
            fix_hint="替换论文并上传查询截图、封面、目录、版权页、全文",
            anchors=[ScanPlace(att_sha256=file.sha256, page=1, rect=(0.1, 0.1, 0.4, 0.2))]
            if number == 0
            else [],
        )
        for number in range(comments)
    ]  # fmt: skip
    decision = Decision(verb=Verb.RETURN, overall_text="请逐条修改。", module_comments=made)
    deadline = datetime(2026, 10, 16, 10, 0, tzinfo=UTC)
    return return_notice(of, decision, ON, office=OFFICE, deadline=deadline)


def verification() -> Form:
    """The opinion on a certificate with one changed field."""
    subject = clean("LZ_CERT_2019", ApplicationType.CERT_VERIFICATION)
    assert subject.case is not None
    application = subject.case.model_copy(update={"version": subject.version})
    of = Case(application, subject.profile, subject.org)
    registry = subject.around.certificates or []
    values = dict(of.rows(MODULE)[0].values)
    values["specialty"] = "建筑工程管理"
    rows = [
        row.judged(row.proposed or FieldVerdict.KEEP_REGISTRY)
        for row in compare(registry[0] if registry else None, values)
    ]
    return verification_opinion(of, rows, "除专业外一致，专业以登记库为准。", ON, office=OFFICE)


def all_forms() -> Iterator[tuple[str, Form]]:
    """Every form as it usually is, and with what strains it."""
    usual = case()
    assert usual.dossier is not None
    assert usual.dossier.publicity is not None
    text = usual.dossier.recommendation
    yield "unit_opinion", unit_opinion(usual, ON, leader="卫长风")
    long = text.model_copy(update={"text": f"{text.text}\n" * 12})
    yield "unit_opinion_long", unit_opinion(with_dossier(usual, recommendation=long), ON)
    bare = with_dossier(usual, defence=None, assessments=[], expert_opinion="")
    yield "unit_opinion_bare", unit_opinion(bare, ON)
    yield "publicity_form", publicity_form(usual, usual.dossier.publicity, ON)
    yield "panel", panel_recommendation(with_dossier(usual, deliberation=crowd(7)), ON)
    yield "panel_40", panel_recommendation(with_dossier(usual, deliberation=crowd(40)), ON)
    yield "summary_form", summary_form(usual, ON)
    names = ("测试甲", LONG_NAME, "示例㛃", "欧阳示例")
    people = [case(names[number % len(names)]) for number in range(4)]
    yield "roster", roster(people, "示例市政工程集团有限公司", ON, handler="宋青禾")
    yield "roster_40", roster(people * 10, "示例市政工程集团有限公司", ON, handler="宋青禾")
    yield "return_notice", notice(usual)
    yield "return_notice_20", notice(case(LONG_NAME), 20)
    yield "verification_opinion", verification()
    works = [
        Work("宋青禾", 120, 80, 30, 0, timedelta(hours=31)),
        Work("陆见深", 64, 60, 4, 0, timedelta(minutes=640)),
    ]
    yield "workload", workload(works, OFFICE, date(2026, 10, 1), date(2026, 10, 31), ON)


def main() -> None:
    """Write all forms as PDF into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, form in all_forms():
        (folder / f"{name}.pdf").write_bytes(typeset(form).pdf)


if __name__ == "__main__":
    main()
