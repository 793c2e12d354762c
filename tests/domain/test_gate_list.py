"""The gate list: every gate once, in the order of the work, and never done unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.checks.engine import Subject
from app.domain.enums import Severity
from app.domain.gate_list import GateItem, GateState, gate_list
from tests.domain.checks.unit_cases import (
    NO_DOSSIER,
    SENIOR,
    as_is,
    case,
    level,
    part,
    shown,
    then,
    whole,
)
from tests.domain.clean import clean, with_org

DONE, OPEN, NOT_APPLICABLE, UNCERTAIN = GateState


def items(make: object = as_is, profile: str = "LZ_ENG_2020") -> dict[str, GateItem]:
    assert callable(make)
    subject: Subject = make(clean(profile))
    return {item.rule_id: item for item in gate_list(subject)}


def states(make: object = as_is) -> dict[GateState, list[str]]:
    found: dict[GateState, list[str]] = {}
    for rule, item in items(make).items():
        found.setdefault(item.state, []).append(rule)
    return found


def test_the_clean_case_has_all_gates_in_order() -> None:
    assert list(items()) == [
        *(f"R{n}" for n in range(120, 135)), "R138", "R137", "R135", "R136",
    ]  # fmt: skip
    assert states() == {
        DONE: [
            "R120", "R121", "R122", "R123", "R124", "R126", "R127", "R129", "R130", "R132",
            "R133", "R134", "R138", "R137", "R135", "R136",
        ],
        NOT_APPLICABLE: ["R125", "R128", "R131"],
    }  # fmt: skip
    assert items()["R130"].section == "assessments"


def test_an_empty_dossier_has_nothing_done_but_the_units_own_data() -> None:
    found = states(then(NO_DOSSIER, case(stamps=[])))
    assert found[DONE] == ["R137"]
    assert found[NOT_APPLICABLE] == ["R125", "R128", "R131"]
    waiting = items(then(NO_DOSSIER, case(stamps=[])))
    assert (waiting["R127"].severity, waiting["R127"].findings) == (Severity.BLOCK, ())
    assert waiting["R136"].severity is Severity.BLOCK
    assert waiting["R134"].severity is Severity.WARN


def test_a_senior_title_asks_for_more() -> None:
    found = items(then(SENIOR, part("deliberation", form_scan="")))
    assert (found["R125"].state, found["R128"].state) == (OPEN, OPEN)
    assert found["R125"].findings[0].rule_id == "R125"
    assert items(SENIOR)["R128"].state is DONE


def test_the_gravest_finding_counts() -> None:
    found = items(lambda at: with_org(at, contact_name=""))["R137"]
    assert (found.state, found.severity, len(found.findings)) == (OPEN, Severity.WARN, 1)
    late = whole(deliberation=None)
    assert items(late)["R138"].state is OPEN


@pytest.mark.parametrize(
    ("make", "rule", "severity"),
    [
        (shown("2027-03-01", "2027-03-12"), "R121", Severity.WARN),
        (level("UNKNOWN"), "R125", Severity.ASK),
        (lambda at: replace(at, org=None), "R137", Severity.ASK),
    ],
)
def test_what_cannot_be_decided_is_not_done(make: object, rule: str, severity: Severity) -> None:
    item = items(make)[rule]
    assert (item.state, item.severity) == (UNCERTAIN, severity)


def test_dates_that_are_missing_leave_their_gates_open() -> None:
    found = items(part("publicity", end_date=None))
    assert [found[rule].state for rule in ("R121", "R122", "R123")] == [OPEN, OPEN, OPEN]
    assert found["R124"].state is DONE


def test_a_region_lists_the_rules_it_has() -> None:
    assert list(items(profile="GXRC")) == ["R121", "R124", "R129", "R134", "R136"]
    assert items(profile="SX_2024") == {}
