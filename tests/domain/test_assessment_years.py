from __future__ import annotations

import pytest

from app.domain.assessment_years import (
    AssessmentYears,
    FirstYear,
    assessment_years,
    first_working_year,
)
from app.domain.form import FormEntry


def rows(*starts: object) -> list[FormEntry]:
    return [FormEntry("experience", None, {"start": start}) for start in starts]


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        ([], FirstYear(None, False)),
        (["2018-07"], FirstYear(2018, True)),
        (["2018-07", "2012", "2015-01-02"], FirstYear(2012, True)),
        (["2018-07", None], FirstYear(2018, False)),
        (["不详"], FirstYear(None, False)),
    ],
)
def test_the_first_working_year(starts: list[object], found: FirstYear) -> None:
    assert first_working_year(rows(*starts), "start") == found


@pytest.mark.parametrize(
    ("first", "required", "doubtful"),
    [
        (FirstYear(2008, True), (2015, 2016, 2017, 2018, 2019), ()),
        (FirstYear(2015, True), (2015, 2016, 2017, 2018, 2019), ()),
        (FirstYear(2016, True), (2016, 2017, 2018, 2019), ()),
        (FirstYear(2019, True), (2019,), ()),
        (FirstYear(2020, True), (), ()),
        (FirstYear(2017, False), (2017, 2018, 2019), (2015, 2016)),
        (FirstYear(None, False), (), (2015, 2016, 2017, 2018, 2019)),
    ],
)
def test_the_five_years_before_2020(
    first: FirstYear, required: tuple[int, ...], doubtful: tuple[int, ...]
) -> None:
    assert assessment_years(2020, first, 5) == AssessmentYears(required, doubtful)


def test_a_region_that_asks_for_none() -> None:
    assert assessment_years(2020, FirstYear(2008, True), 0) == AssessmentYears(())
