"""Family B: required fields and personal data."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, SUBMIT, Hit, Subject, rule
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, FormEntry, entry_title, is_empty
from app.domain.identifiers import expected_check_digit, is_phone, parse_id_number
from app.domain.profile import ModuleSpec

RESIDENT_ID = "居民身份证"


@rule(
    "R020",
    gates={SUBMIT: Severity.BLOCK, PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S1", place="3.1(2)", quote="所有带＊号的信息都为必录项。"),
    reason="FIELD_MISSING",
)
def required_fields(at: Subject) -> Iterator[Hit]:
    """Every field that the profile requires is filled in, and every required module is there.

    The profile's parameter ``except`` names fields (``module.field``) that another rule watches.
    """
    watched = at.params("R020").get("except", [])
    for module in at.profile.modules:
        if module.placeholder:
            continue
        rows = at.rows(module.code)
        if module.required and not rows:
            params = {"module": module.label.zh_CN, "module_en": module.label.en}
            yield Hit(module.code, variant="MODULE", params=params, reason="MODULE_MISSING")
        for row in rows:
            yield from _missing_fields(at, module, row, watched)


def _missing_fields(
    at: Subject, module: ModuleSpec, row: FormEntry, watched: list[str]
) -> Iterator[Hit]:
    for spec in module.fields:
        if f"{module.code}.{spec.code}" in watched or not spec.is_required(row.values):
            continue
        if is_empty(row.values.get(spec.code)):
            yield Hit(
                module.code,
                row.entry_id,
                spec.code,
                params={
                    "field": spec.label.zh_CN,
                    "field_en": spec.label.en,
                    "entry": entry_title(row, at.profile),
                },
            )


@rule(
    "R021",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S2", place="(二)1(2)", quote="联系电话：不能留空。"),
    reason="PHONE_EMPTY",
)
def phone(at: Subject) -> Iterator[Hit]:
    """The phone number is there; one of an odd shape is pointed out."""
    for row in at.rows(PERSONAL):
        number = row.values.get("phone")
        if is_empty(number):
            yield Hit(PERSONAL, row.entry_id, "phone", variant="EMPTY")
        elif not is_phone(str(number).strip()):
            yield Hit(
                PERSONAL,
                row.entry_id,
                "phone",
                variant="SHAPE",
                severity=Severity.WARN,
                reason="PHONE_SHAPE",
            )


@rule(
    "R022",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S0",
        place="注册",
        quote="在注册界面，输入身份证号、姓名、登陆名、联系手机（接收短信验证码）",
    ),
    reason="ID_NUMBER",
)
def id_number(at: Subject) -> Iterator[Hit]:
    """A resident identity number has 18 characters, a real date and the right check digit.

    Other papers (``id_type``) have numbers of their own and are not looked at.
    """
    for row in at.rows(PERSONAL):
        number = row.values.get("id_number")
        if row.values.get("id_type", RESIDENT_ID) != RESIDENT_ID or is_empty(number):
            continue
        text = str(number).strip()
        try:
            born = parse_id_number(text).birth_date
        except ValueError as problem:
            variant = str(problem)
            params = {"length": str(len(text))}
            if variant == "ID_CHECK_DIGIT":
                params |= {"printed": text[-1], "expected": expected_check_digit(text)}
            yield Hit(PERSONAL, row.entry_id, "id_number", variant=variant, params=params)
            continue
        if born > at.now.date():
            yield Hit(PERSONAL, row.entry_id, "id_number", variant="ID_DATE")


@rule(
    "R023",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S3", place="2.4 个人基本信息", quote="* 性别", sourced=False),
    reason="ID_SEX_MISMATCH",
)
def sex_agrees(at: Subject) -> Iterator[Hit]:
    """The sex agrees with the 17th digit of the identity number: odd is male (GB 11643)."""
    for row in at.rows(PERSONAL):
        number, sex = row.values.get("id_number"), row.values.get("sex")
        if row.values.get("id_type", RESIDENT_ID) != RESIDENT_ID:
            continue
        if is_empty(number) or is_empty(sex):
            continue
        text, said = str(number).strip(), str(sex).strip().removesuffix("性")
        place = (PERSONAL, row.entry_id, "sex")
        if len(text) != 18 or not text[:17].isascii() or not text[:17].isdigit():
            yield Hit(*place, variant="UNDECIDED_ID", uncertain=True, reason="ID_NUMBER")
        elif said not in {"男", "女"}:
            yield Hit(
                *place,
                variant="UNDECIDED_SEX",
                params={"field": "性别", "field_en": "Sex", "value": said},
                uncertain=True,
                reason="VALUE_UNCLEAR",
            )
        elif (said == "男") != (int(text[16]) % 2 == 1):
            other = "女" if said == "男" else "男"
            yield Hit(*place, params={"sex": said, "by_id": other})
