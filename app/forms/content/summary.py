"""一览表: everything that matters of one application on broad paper (S3 2.8)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from app.forms.content.source import Case, day, level_words, sections
from app.forms.form import Form, FormCode

_SHOWN: Final = (
    "education", "current_title", "continuing_education", "experience", "professional_experience",
    "achievements", "papers", "awards",
)  # fmt: skip


def summary_form(case: Case, made_on: date) -> Form:
    """The form of one case; modules nobody filled in are left out."""
    person = case.version.person
    facts = (
        ("姓　名", person.name),
        ("性　别", case.first("personal", "sex") or person.sex),
        ("身份证号", person.id_number),
        ("出生日期", case.first("personal", "birth_date") or person.birth_date),
        ("学　历", case.first("education", "level")),
        ("现职称", case.first("current_title", "title_name")),
        ("申报职称", case.target),
        ("级　别", level_words(case.version.declaration.level)),
    )
    known = tuple(code for code in _SHOWN if case.profile.module(code))
    data: dict[str, Any] = {
        "facts": [{"name": name, "value": value} for name, value in facts],
        "sections": sections(case, known),
        "date": day(made_on),
    }
    return Form(
        FormCode.SUMMARY,
        "专业技术人员申报职称一览表",
        case.issuer,
        made_on,
        data,
        (case.binding,),
        line_left=f"单位：{case.issuer}",
        line_right=f"申报年度：{case.version.declaration.year}",
    )
