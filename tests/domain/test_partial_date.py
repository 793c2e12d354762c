from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.partial_date import PartialDate, months_before, parse_partial

years, months, spans = st.integers(1950, 2050), st.integers(1, 12), st.integers(1, 28)
dates = st.one_of(
    st.builds(PartialDate, years),
    st.builds(PartialDate, years, months),
    st.builds(PartialDate, years, months, spans),
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2016", PartialDate(2016)),
        ("2016-03", PartialDate(2016, 3)),
        (" 2016-03-31 ", PartialDate(2016, 3, 31)),
        ("2016-3", None),
        ("2016-13", None),
        ("2016-02-30", None),
        ("0016-02", None),
        ("2016年3月", None),
        ("", None),
        (None, None),
        (2016, None),
    ],
)
def test_reading(text: object, read: PartialDate | None) -> None:
    assert parse_partial(text) == read


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("2016-03", "2017-11-20", True),
        ("2017-11-20", "2017-11-20", False),
        ("2017-11", "2017-11", False),
        ("2017-11", "2017-11-20", None),
        ("2017-11-01", "2017-11", None),
        ("2017-11-30", "2017-11", False),
        ("2017", "2017-11", None),
        ("2018", "2017-11", False),
    ],
)
def test_before(one: str, other: str, answer: bool | None) -> None:
    a, b = parse_partial(one), parse_partial(other)
    assert a is not None
    assert b is not None
    assert a.before(b) is answer


@given(dates, dates)
def test_two_dates_are_never_both_earlier(one: PartialDate, other: PartialDate) -> None:
    assert not (one.before(other) and other.before(one))
    assert one.before(one) is False


@given(dates)
def test_a_date_means_at_least_one_day(one: PartialDate) -> None:
    assert one.first() <= one.last()


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (datetime(2026, 2, 10, tzinfo=UTC), ["2025-11", "2025-12", "2026-01"]),
        (datetime(2026, 1, 31, 17, tzinfo=UTC), ["2025-11", "2025-12", "2026-01"]),
        (datetime(2026, 1, 31, 15, tzinfo=UTC), ["2025-10", "2025-11", "2025-12"]),
    ],
)
def test_months_before_are_those_of_china(moment: datetime, wanted: list[str]) -> None:
    assert months_before(moment, 3) == wanted
