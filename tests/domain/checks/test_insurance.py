"""What the table of examples does not look at: on which row and file an objection stands."""

from __future__ import annotations

import pytest

from app.domain.checks.engine import check
from tests.domain.checks.altered import file, pages, row
from tests.domain.checks.examples import LZ, Change, chain
from tests.domain.checks.fixtures.h import BY_HAND, LIST, MODULE, NO_LIST, insured
from tests.domain.clean import clean

SECOND = row(MODULE, "e-second", months=[])


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("R090", chain(NO_LIST, SECOND)),
        ("R091", chain(insured(autofilled=False, months=[]), SECOND)),
        ("R091", chain(insured(autofilled=False, months=["去年"]), SECOND)),
    ],
)
def test_what_all_rows_lack_is_told_on_the_first(rule: str, change: Change) -> None:
    at = change(clean(LZ))
    first, second = (one.entry_id for one in at.rows(MODULE))
    assert first != second
    found = [one.entry_id for one in check(at) if one.rule_id == rule]
    assert found
    assert set(found) == {first}


def test_the_first_of_two_scans_without_a_seal_is_named() -> None:
    at = chain(BY_HAND, file(*LIST), pages(*LIST, {"red": 0.0}))(clean(LZ))
    names = [att.filename for att in at.attached(MODULE) if att.slot == LIST[1]]
    assert len(set(names)) == 2
    assert [one.params["file"] for one in check(at) if one.rule_id == "R092"] == names[:1]
