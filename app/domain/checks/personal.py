"""Family B: required fields and personal data.

Where the personal data stand in another module than ``personal``, as on a certificate, the
profile names it: parameter ``module`` of R021 to R024.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, SUBMIT, Hit, Subject, rule
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, FormEntry, entry_title, is_empty
from app.domain.identifiers import expected_check_digit, is_phone, parse_id_number
from app.domain.partial_date import CHINA, parse_partial
from app.domain.profile import ModuleSpec

RESIDENT_ID = "居民身份证"
RESIDENT_IDS = frozenset({RESIDENT_ID, "居民身份证 (户口簿)", "居民身份证（户口簿）", "户口簿"})
"""Papers that carry the citizen's number (S3 D08)."""


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
    for row in person_rows(at, "R021"):
        number = row.values.get("phone")
        if is_empty(number) and at.told_missing(row, "phone"):
            continue
        if is_empty(number):
            yield Hit(row.module_code, row.entry_id, "phone", variant="EMPTY")
        elif not is_phone(str(number).strip()):
            yield Hit(
                row.module_code,
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
    for row in person_rows(at, "R022"):
        text = _resident_number(row)
        if text is None:
            continue
        try:
            born = parse_id_number(text).birth_date
        except ValueError as problem:
            variant = str(problem)
            params = {"length": str(len(text))}
            if variant == "ID_CHECK_DIGIT":
                params |= {"printed": text[-1], "expected": expected_check_digit(text)}
            place = (row.module_code, row.entry_id, "id_number")
            yield Hit(*place, variant=variant, params=params)
            continue
        if born > at.now.astimezone(CHINA).date():
            yield Hit(row.module_code, row.entry_id, "id_number", variant="ID_DATE")


@rule(
    "R023",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S3", place="2.4 个人基本信息", quote="* 性别", sourced=False),
    reason="ID_SEX_MISMATCH",
)
def sex_agrees(at: Subject) -> Iterator[Hit]:
    """The sex agrees with the 17th digit of the identity number: odd is male (GB 11643)."""
    for row in person_rows(at, "R023"):
        text, sex = _resident_number(row), row.values.get("sex")
        if text is None or is_empty(sex):
            continue
        said = str(sex).strip().removesuffix("性")
        place = (row.module_code, row.entry_id, "sex")
        if not _readable(text):
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


@rule(
    "R024",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S3", place="2.4 个人基本信息", quote="* 出生日期", sourced=False),
    reason="ID_BIRTH_MISMATCH",
)
def birth_date_agrees(at: Subject) -> Iterator[Hit]:
    """The date of birth is that of digits 7 to 14 of the identity number (GB 11643).

    A date given to the month is asked about where it does not contradict them.
    """
    for row in person_rows(at, "R024"):
        text, stated = _resident_number(row), row.values.get("birth_date")
        if text is None or (is_empty(stated) and at.told_missing(row, "birth_date")):
            continue
        place = (row.module_code, row.entry_id, "birth_date")
        if not _readable(text):
            yield Hit(*place, variant="UNDECIDED_ID", uncertain=True, reason="ID_NUMBER")
            continue
        born = parse_partial(stated)
        by_id = f"{text[6:10]}-{text[10:12]}-{text[12:14]}"
        if born is None:
            yield Hit(
                *place,
                variant="UNREADABLE",
                params={
                    "field": "出生日期",
                    "field_en": "date of birth",
                    "value": str(stated or ""),
                },
                uncertain=True,
                reason="VALUE_UNCLEAR",
            )
        elif str(stated).strip() != by_id:
            fits = by_id.startswith(str(stated).strip())
            params = {"given": str(stated), "by_id": by_id}
            yield Hit(*place, variant="TOO_COARSE" if fits else "", params=params, uncertain=fits)


@rule(
    "R029",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S3", place="2.4 个人基本信息", quote="0 / 500"),
    params=("limit",),
    reason="SUMMARY_LENGTH",
)
def summary_length(at: Subject) -> Iterator[Hit]:
    """The summary has at least one character and at most ``limit``."""
    limit = int(at.params("R029")["limit"])
    for row in at.rows(PERSONAL):
        length = len(str(row.values.get("summary") or "").strip())
        if length == 0 and at.told_missing(row, "summary"):
            continue
        if not 1 <= length <= limit:
            params = {"length": str(length), "limit": str(limit)}
            yield Hit(PERSONAL, row.entry_id, "summary", params=params)


def person_rows(at: Subject, rule_id: str) -> list[FormEntry]:
    """The rows that hold the personal data in this profile."""
    return at.rows(at.params(rule_id).get("module", PERSONAL))


def _resident_number(row: FormEntry) -> str | None:
    """The number of a resident identity card; None for other papers or an empty field."""
    number = row.values.get("id_number")
    if row.values.get("id_type", RESIDENT_ID) not in RESIDENT_IDS or is_empty(number):
        return None
    return str(number).strip()


def _readable(number: str) -> bool:
    """Whether the digits of a number can be read one by one, right or wrong."""
    return len(number) == 18 and number[:17].isascii() and number[:17].isdigit()
