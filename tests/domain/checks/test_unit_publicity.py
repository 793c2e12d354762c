"""What the table of examples does not look at: that a doubtful count is said to be one."""

from __future__ import annotations

import pytest

from app.domain.checks.engine import UNIT_PASS, run
from tests.domain.checks.unit_cases import shown
from tests.domain.clean import clean


@pytest.mark.parametrize(
    ("start", "end", "uncertain"),
    [("2027-03-01", "2027-03-12", True), ("2026-09-07", "2026-09-11", False)],
)
def test_only_an_unknown_year_makes_the_count_uncertain(
    start: str, end: str, uncertain: bool
) -> None:
    found = run(shown(start, end)(clean("LZ_ENG_2020")), UNIT_PASS)
    assert [one.uncertain for one in found if one.rule_id == "R121"] == [uncertain]
