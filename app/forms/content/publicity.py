"""公示表: what the unit hangs out, of the version that is shown (S2 二2, domain §4.9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.publicity import Publicity
from app.forms.content.source import Case, day, joined, need, sections
from app.forms.form import Form, FormCode


def publicity_form(case: Case, publicity: Publicity, made_on: date) -> Form:
    """The form of one case, with what the region publicises of it.

    :raises FormError: ``FORM_CONTENT_MISSING`` where the days or the place are not set.
    """
    policy = case.profile.dossier
    shown = [code for code in (policy.publicised if policy else ()) if code != "setup"]
    period = ""
    if publicity.start_date and publicity.end_date:
        period = f"{day(publicity.start_date)}至{day(publicity.end_date)}"
        if case.working_days is not None:
            period += f"（{case.working_days}个工作日，双休日和节假日不计入）"
    contact = _contact(case)
    data: dict[str, Any] = {
        "opening": (
            f"现对{case.version.person.name}同志申报职称的材料予以公示，接受监督。"
            "对公示内容有异议的，请在公示期内向本单位反映。"
        ),
        "name": case.version.person.name,
        "sex": case.first("personal", "sex") or case.version.person.sex,
        "current_title": case.first("current_title", "title_name"),
        "target": case.target,
        "period": need(period, "公示时间"),
        "place": need(publicity.place, "公示地点"),
        "method": publicity.method,
        "sections": [_listed(section) for section in sections(case, shown)],
        "closing": f"受理异议：{contact}。" if contact else "",
        "date": day(made_on),
    }
    return Form(
        FormCode.PUBLICITY,
        "职称申报材料公示表",
        case.issuer,
        made_on,
        data,
        (case.binding,),
        line_left=f"单位：{case.issuer}",
        line_right=f"申报年度：{case.version.declaration.year}",
    )


def _listed(section: dict[str, Any]) -> dict[str, Any]:
    """One line a row: on a notice board nobody reads a table of eight columns."""
    return {"name": section["name"], "rows": [joined(row) for row in section["rows"]]}


def _contact(case: Case) -> str:
    if case.unit is None:
        return ""
    return joined((case.unit.contact_name, case.unit.contact_phone))
