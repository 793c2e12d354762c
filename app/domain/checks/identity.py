"""Family B: that the applicant belongs to the unit, and that the person applies but once."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import CLAIM, PASS, Hit, Subject, rule
from app.domain.checks.words import both, choice_words, field_words
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, is_empty
from app.domain.normal import org_key

IDENTIFIERS = ("id_number", "phone", "email")


@rule(
    "R025",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)1(1)",
        quote="个人身份性质根据申报时人事劳动关系所在工作单位确定，事业单位、国有企业、非公单位、"
        "机关事业单位非编等一定要选择准确。",
    ),
    params=("categories",),
    reason="IDENTITY_NATURE",
)
def nature_agrees(at: Subject) -> Iterator[Hit]:
    """The kind of employment fits the category that the unit is registered with.

    Parameter ``categories``: by the unit's category, the kinds of employment it can have.
    """
    for row in at.rows(PERSONAL):
        nature = row.values.get("identity_nature")
        if is_empty(nature) and at.told_missing(row, "identity_nature"):
            continue
        place = (PERSONAL, row.entry_id, "identity_nature")
        category = at.org.org_category if at.org else ""
        allowed = at.params("R025")["categories"].get(category)
        if allowed is None:
            yield Hit(*place, variant="UNKNOWN", params={"category": category}, uncertain=True)
        elif nature not in allowed:
            words = [choice_words(at, PERSONAL, "identity_nature", code) for code in allowed]
            params = {
                "category": category,
                "value": "、".join(word[0] for word in words),
                "value_en": ", ".join(word[1] for word in words),
                **both("given", choice_words(at, PERSONAL, "identity_nature", nature)),
            }
            yield Hit(*place, params=params)


@rule(
    "R026",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S0",
        place="五．申报人单位调整",
        quote="填写单位给申报人员的本单位的“机构秘钥”",
    ),
    reason="EMPLOYER_NAME",
)
def employer_agrees(at: Subject) -> Iterator[Hit]:
    """The employer is the unit that the applicant is bound to, its name spelled alike.

    A name that differs in width, spaces or brackets alone is pointed out as a spelling.
    """
    for row in at.rows(PERSONAL):
        given = str(row.values.get("employer") or "").strip()
        if not given and at.told_missing(row, "employer"):
            continue
        place = (PERSONAL, row.entry_id, "employer")
        if at.org is None:
            yield Hit(*place, variant="UNKNOWN", params={"given": given}, uncertain=True)
        elif given != at.org.name:
            alike = org_key(given) == org_key(at.org.name)
            params = {"given": given, "unit": at.org.name}
            yield Hit(*place, variant="SPELLING" if alike else "", params=params)


@rule(
    "R030",
    gates={CLAIM: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S1",
        place="1.注册(4)",
        quote="邮箱、身份证号码、手机号码仅能注册一次，不可重复使用。",
    ),
    reason="IDENTITY_USED",
)
def used_by_nobody_else(at: Subject) -> Iterator[Hit]:
    """Identity number, phone and e-mail belong to no other account."""
    clashes = at.around.identity_clashes
    for row in at.rows(PERSONAL):
        if clashes is None:
            yield Hit(PERSONAL, row.entry_id, "id_number", variant="UNKNOWN", uncertain=True)
            return
        for field in IDENTIFIERS:
            if field in clashes:
                params = both("field", field_words(at, PERSONAL, [field]))
                yield Hit(PERSONAL, row.entry_id, field, params=params)
