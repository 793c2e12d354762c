"""What the examples of the rules do not show: several rows of personal data, odd numbers.

``personal`` has one row; where the data stand in another module, a document may have more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.checks.engine import Subject, run
from app.domain.identifiers import expected_check_digit
from app.domain.profile import RuleUse
from tests.domain.checks.examples import CV, LZ, SX
from tests.domain.clean import clean, with_fields, with_row

BODY = "99999919850307001"
RIGHT = BODY + expected_check_digit(BODY)
WRONG = BODY + ("0" if RIGHT[-1] != "0" else "1")
FILLED = {
    "name": "测试", "sex": "男", "birth_date": "1985-03-07", "phone": "19900000001",
    "id_number": RIGHT,
}  # fmt: skip


def found(subject: Subject, rule: str, module: str = "personal") -> list[tuple[str | None, str]]:
    """Rows and variants of what a rule objects to."""
    return [
        (one.entry_id, one.variant)
        for one in run(subject, "PASS")
        if one.rule_id == rule and one.module_code == module
    ]


def two_rows(first: dict[str, Any], second: dict[str, Any]) -> Subject:
    """The row of a certificate altered, and a second one behind it."""
    made = with_fields(clean(CV), "certificate", **first)
    uses = [use for use in made.profile.rules if use.rule != "R024"]
    uses.append(RuleUse(rule="R024", params={"module": "certificate"}))
    made = replace(made, profile=made.profile.model_copy(update={"rules": uses}))
    return with_row(made, "certificate", "e-second", **FILLED | second)


@pytest.mark.parametrize(
    ("rule", "first", "second", "variant"),
    [
        ("R021", {"phone": ""}, {"phone": "12"}, "SHAPE"),
        ("R022", {"id_number": ""}, {"id_number": WRONG}, "ID_CHECK_DIGIT"),
        ("R022", {"id_number": "12"}, {"id_number": WRONG}, "ID_CHECK_DIGIT"),
        ("R023", {"id_number": ""}, {"sex": "女"}, ""),
        ("R024", {"id_number": ""}, {"birth_date": "1986-03-07"}, ""),
        ("R024", {"id_number": "12"}, {"birth_date": "1986-03-07"}, ""),
    ],
)
def test_a_row_that_cannot_be_judged_does_not_hide_the_next(
    rule: str, first: dict[str, Any], second: dict[str, Any], variant: str
) -> None:
    assert ("e-second", variant) in found(two_rows(first, second), rule, "certificate")
    assert "e-second" not in [row for row, _ in found(two_rows(first, {}), rule, "certificate")]


def test_a_module_of_which_only_the_place_is_kept_does_not_hide_the_next() -> None:
    subject = with_fields(clean(LZ), "personal", name="")
    modules = list(subject.profile.modules)
    kept = next(one for one in modules if one.code != "personal")
    rest = [one for one in modules if one is not kept]
    order = [kept.model_copy(update={"placeholder": True}), *rest]
    profile = subject.profile.model_copy(update={"modules": order})
    assert found(replace(subject, profile=profile), "R020")


@pytest.mark.parametrize(
    ("number", "readable"),
    [
        (BODY + "＊", True),  # the check sign alone cannot be read
        (BODY[:16] + "１" + RIGHT[-1], False),
        (BODY[:16] + "A" + RIGHT[-1], False),
    ],
)
def test_only_the_first_seventeen_signs_have_to_be_digits(number: str, readable: bool) -> None:
    row = {"id_number": number, "birth_date": "1986-03-07", "sex": "女"}
    made = with_fields(clean(SX), "personal", **row)
    wanted = "" if readable else "UNDECIDED_ID"
    assert [variant for _, variant in found(made, "R023")] == [wanted]
    assert [variant for _, variant in found(made, "R024")] == [wanted]
