"""花名册: the people whose applications a unit hands in together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from app.forms.content.source import Case, day, level_words, need
from app.forms.form import Form, FormCode

_COLUMNS: Final = (
    "序号", "姓名", "性别", "现职称", "申报职称", "申报专业", "工作单位", "编号",
)  # fmt: skip


def roster(cases: Sequence[Case], issuer: str, made_on: date, *, handler: str = "") -> Form:
    """The list of these cases in their order.

    :raises FormError: ``FORM_CONTENT_MISSING`` for a list of nobody.
    """
    need("1" if cases else "", "名单")
    data = {
        "columns": list(_COLUMNS),
        "rows": [_row(case) for case in cases],
        "handler": handler,
        "date": day(made_on),
    }
    years = sorted({case.version.declaration.year for case in cases})
    return Form(
        FormCode.ROSTER,
        "职称申报人员花名册",
        issuer,
        made_on,
        data,
        tuple(case.binding for case in cases),
        line_left=f"报送单位：{issuer}",
        line_right=f"申报年度：{'、'.join(str(year) for year in years)}",
    )


def _row(case: Case) -> list[str]:
    declared, person = case.version.declaration, case.version.person
    title = declared.target_title or level_words(declared.level)
    return [
        person.name,
        case.first("personal", "sex") or person.sex,
        case.first("current_title", "title_name"),
        title,
        case.first("setup", "specialty") or declared.specialty,
        case.issuer,
        case.application.app_id,
    ]
