"""审验意见: a certificate compared with the registry, row by row (S4, domain §4.11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from app.domain.certificate_fields import MODULE
from app.domain.certificates import FieldComparison, FieldVerdict
from app.domain.profile import ModuleSpec
from app.forms.content.source import Case, day, level_words, need
from app.forms.form import Form, FormCode

_VERDICTS: Final = {
    FieldVerdict.MATCH: "一致",
    FieldVerdict.ACCEPT_APPLICANT: "采用申报",
    FieldVerdict.KEEP_REGISTRY: "保留登记",
    FieldVerdict.UNREADABLE: "看不清",
}


def verification_opinion(
    case: Case, rows: Sequence[FieldComparison], opinion: str, made_on: date, *, office: str
) -> Form:
    """The opinion of the verifying office on one certificate.

    :raises FormError: ``FORM_CONTENT_MISSING`` without an opinion or a comparison.
    """
    need("1" if rows else "", "比对结果")
    spec = case.profile.module(MODULE)
    data = {
        "name": case.version.person.name,
        "id_number": case.version.person.id_number,
        "cert_no": case.first(MODULE, "cert_no"),
        "org": case.first(MODULE, "org") or case.issuer,
        "rows": [
            {
                "name": _name(spec, row.field),
                "registry": _said(row.field, row.registry),
                "applicant": _said(row.field, row.applicant),
                "verdict": _VERDICTS.get(row.verdict, str(row.verdict)),
            }
            for row in rows
        ],
        "opinion": need(opinion, "审验意见"),
        "date": day(made_on),
    }
    return Form(
        FormCode.VERIFICATION,
        "职称证书审验意见表",
        office,
        made_on,
        data,
        (case.binding,),
        line_left=f"审验单位：{office}",
        line_right=day(made_on),
    )


def _said(field: str, value: str) -> str:
    return level_words(value) if field == "level" and value else value


def _name(spec: ModuleSpec | None, code: str) -> str:
    field = spec.field(code) if spec else None
    return field.label.in_("zh_CN") if field else code
