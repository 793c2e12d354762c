"""Working days: the vectors of domain §4.12, the explanation of every day, years without data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.calendar import (
    CalendarYear,
    Count,
    Counting,
    Verdict,
    Why,
    WorkCalendar,
    has_ended,
)
from app.domain.calendar_data import calendar_with, packaged_calendar
from app.domain.profile import CalendarPolicy, Text

DEFAULT = CalendarPolicy()
VECTORS = """
2020-09-28  2020-10-10  2020-10-12  2020-10-12  2020-10-13  2020-10-02
2024-09-27  2024-10-09  2024-10-10  2024-10-10  2024-10-11  2024-10-03
2024-09-30  2024-10-11  2024-10-11  2024-10-12  2024-10-14  2024-10-04
2024-10-08  2024-10-12  2024-10-14  2024-10-14  2024-10-15  2024-10-14
2025-09-29  2025-10-11  2025-10-13  2025-10-13  2025-10-14  2025-10-03
2026-02-12  2026-02-25  2026-02-26  2026-02-26  2026-02-27  2026-02-18
2026-09-24  2026-10-08  2026-10-08  2026-10-09  2026-10-09  2026-09-30
2026-11-16  2026-11-20  2026-11-20  2026-11-23  2026-11-23  2026-11-20
""".strip().splitlines()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("line", VECTORS)
def test_the_vectors_in_all_five_ways(line: str) -> None:
    start, *fifth = map(day, line.split())
    counted = packaged_calendar().count(start, fifth[0], DEFAULT)
    assert [count.reached_on for count in counted.counts.values()] == fifth
    assert list(counted.counts) == list(Counting)
    assert counted.in_force.total == 5
    assert all(count.reached_certain for count in counted.counts.values())
    assert packaged_calendar().nth_day(start, DEFAULT) == fifth[0]


@pytest.mark.parametrize("line", VECTORS)
def test_the_verdict_turns_on_the_fifth_day_of_the_rule_in_force(line: str) -> None:
    start, default, *strict, naive = map(day, line.split())

    def verdict(end: date) -> Verdict:
        return packaged_calendar().count(start, end, DEFAULT).verdict

    assert verdict(default - timedelta(days=1)) is Verdict.SHORT
    assert verdict(default) is Verdict.WARN_STRICT
    assert verdict(max(strict) - timedelta(days=1)) is Verdict.WARN_STRICT
    assert verdict(max(strict)) is Verdict.OK
    assert naive != default or default == day("2026-11-20")


def test_weekdays_alone_differ_from_the_rule_in_force() -> None:
    """Why the naive count is shown: seven of the eight vectors come out wrong by it."""
    wrong = [line for line in VECTORS if line.split()[1] != line.split()[5]]
    assert len(wrong) == 7


def test_every_day_is_explained() -> None:
    counted = packaged_calendar().count(day("2024-09-27"), day("2024-10-12"), DEFAULT)
    told = [
        (one.day.day, one.nth, one.why, one.holiday.zh_CN if one.holiday else "")
        for one in counted.in_force.days
    ]
    assert told == [
        (27, 1, Why.WORKDAY, ""),
        (28, None, Why.WEEKEND, ""),
        (29, 2, Why.MAKEUP, "国庆节"),
        (30, 3, Why.WORKDAY, ""),
        *[(n, None, Why.HOLIDAY, "国庆节") for n in range(1, 8)],
        (8, 4, Why.WORKDAY, ""),
        (9, 5, Why.WORKDAY, ""),
        (10, 6, Why.WORKDAY, ""),
        (11, 7, Why.WORKDAY, ""),
        (12, 8, Why.MAKEUP, "国庆节"),
    ]
    strict = {one.day.day: one for one in counted.counts[Counting.STRICT].days}
    assert (strict[27].nth, strict[27].why, strict[27].holiday) == (None, Why.FIRST_DAY, None)
    assert (strict[29].nth, strict[29].why) == (None, Why.MAKEUP_NOT_COUNTED)
    assert strict[30].nth == 1
    naive = {one.day.day: one for one in counted.counts[Counting.NAIVE].days}
    assert (naive[1].nth, naive[1].why, naive[1].holiday) == (3, Why.WORKDAY, None)
    assert (naive[29].nth, naive[29].why) == (None, Why.WEEKEND)


def test_holidays_have_both_names() -> None:
    counted = packaged_calendar().count(day("2026-09-25"), day("2026-09-25"), DEFAULT)
    (one,) = counted.in_force.days
    assert one.holiday == Text(zh_CN="中秋节", en="Mid-Autumn Festival")
    codes = {c for y in packaged_calendar().years.values() for c in y.holidays.values()}
    named = CalendarYear(year=2030, holidays={}, makeup_workdays={})
    assert not [code for code in codes if named.name(code).zh_CN == code]


def test_a_weekend_start_loses_nothing_by_excluding_the_first_day() -> None:
    counted = packaged_calendar().count(day("2026-11-14"), day("2026-11-20"), DEFAULT)
    first = counted.counts[Counting.FIRST_EXCLUDED]
    assert (first.total, first.days[0].why) == (5, Why.WEEKEND)
    assert counted.verdict is Verdict.OK


def test_the_policy_of_a_region_is_the_rule_in_force() -> None:
    start, end = day("2024-10-08"), day("2024-10-15")
    strict = CalendarPolicy(min_days=6, count_makeup=False, exclude_start=True)
    counted = packaged_calendar().count(start, end, strict)
    assert (counted.in_force.total, counted.verdict) == (5, Verdict.SHORT)
    assert counted.in_force.reached_on == day("2024-10-16")
    assert counted.counts[Counting.NO_MAKEUP].total == 5
    assert counted.counts[Counting.FIRST_EXCLUDED].total == 5
    late = CalendarPolicy(exclude_start=True)
    assert packaged_calendar().count(start, end, late).counts[Counting.NAIVE].total == 5


# --- years without data


def test_a_year_without_data_is_uncertain() -> None:
    counted = packaged_calendar().count(day("2027-03-01"), day("2027-03-31"), DEFAULT)
    assert (counted.verdict, counted.unknown_years) == (Verdict.UNCERTAIN, [2027])
    assert not any(one.certain for one in counted.in_force.days)
    assert counted.in_force.total == 23
    assert not counted.in_force.reached_certain


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        ("2027-01-01", "2027-01-01", 1),
        ("2027-05-03", "2027-05-04", 0),
        ("2028-05-01", "2028-05-02", 2),
        ("2029-10-01", "2029-10-03", 3),
        ("2029-10-01", "2029-10-04", 3),
        ("2027-09-30", "2027-09-30", 0),
    ],
)
def test_without_data_only_the_fixed_holidays_are_free(first: str, last: str, free: int) -> None:
    counted = packaged_calendar().count(day(first), day(last), DEFAULT).in_force
    assert sum(one.why is Why.HOLIDAY for one in counted.days) == free
    assert len(counted.days) - counted.total == free


def test_what_lies_beyond_the_fifth_known_day_changes_nothing() -> None:
    year_end = packaged_calendar().count(day("2026-12-21"), day("2027-01-08"), DEFAULT)
    assert (year_end.verdict, year_end.unknown_years) == (Verdict.OK, [2027])


def test_four_known_days_and_an_unknown_one_are_uncertain() -> None:
    counted = packaged_calendar().count(day("2026-12-28"), day("2027-01-04"), DEFAULT)
    assert counted.in_force.total == 5
    assert counted.verdict is Verdict.UNCERTAIN
    short = packaged_calendar().count(day("2026-12-28"), day("2026-12-31"), DEFAULT)
    assert (short.verdict, short.in_force.certain) == (Verdict.SHORT, True)
    assert not short.in_force.reached_certain


def test_a_last_day_of_an_unknown_year_is_uncertain() -> None:
    counted = packaged_calendar().count(day("2026-12-29"), day("2027-01-01"), DEFAULT)
    assert not counted.in_force.certain
    assert counted.verdict is Verdict.UNCERTAIN


def test_a_stricter_count_that_needs_an_unknown_year_is_warned_of() -> None:
    counted = packaged_calendar().count(day("2026-12-25"), day("2027-01-08"), DEFAULT)
    assert counted.in_force.certain
    assert not counted.counts[Counting.FIRST_EXCLUDED].certain
    assert counted.verdict is Verdict.WARN_STRICT


def test_an_end_before_the_start_has_no_days() -> None:
    counted = packaged_calendar().count(day("2026-11-20"), day("2026-11-16"), DEFAULT)
    assert (counted.in_force.total, counted.in_force.days) == (0, ())
    assert counted.verdict is Verdict.SHORT


def test_dates_at_the_end_of_time_break_nothing() -> None:
    counted = WorkCalendar().count(day("2026-11-16"), date.max, DEFAULT)
    assert len(counted.in_force.days) == 367
    assert WorkCalendar().nth_day(date.max, DEFAULT) == date.max


def test_the_last_day_of_all_is_a_day_like_the_others() -> None:
    counted = WorkCalendar().count(date(9999, 12, 29), date.max, DEFAULT)
    assert [one.day.day for one in counted.in_force.days] == [29, 30, 31]


# --- what the server pushes


def test_a_pushed_year_replaces_the_packaged_one() -> None:
    pushed = CalendarYear.model_validate(
        {
            "year": 2027,
            "version": 2,
            "holidays": {"2027-03-03": "EXTRA"},
            "makeup_workdays": {"2027-03-06": "EXTRA"},
            "names": {"EXTRA": {"zh_CN": "特别假", "en": "Extra day"}},
        }
    )
    older = pushed.model_copy(update={"version": 1, "holidays": {}})
    for order in ([pushed, older], [older, pushed]):
        calendar = calendar_with(order)
        counted = calendar.count(day("2027-03-01"), day("2027-03-06"), DEFAULT)
        assert (counted.in_force.total, counted.unknown_years) == (5, [])
        assert counted.verdict is Verdict.WARN_STRICT
        assert counted.in_force.days[2].holiday == Text(zh_CN="特别假", en="Extra day")
        assert calendar.key(day("2026-12-31"), day("2027-03-06")) == "CN-2026@1+CN-2027@2"
    assert not packaged_calendar().knows(2027)
    assert calendar_with([pushed]).knows(2026)


def test_of_two_arrangements_with_one_version_the_first_stays() -> None:
    one = CalendarYear(year=2027, holidays={date(2027, 3, 3): "NEW_YEAR"}, makeup_workdays={})
    other = one.model_copy(update={"holidays": {}})
    assert WorkCalendar().laid_over([one, other]).years[2027] is one
    assert WorkCalendar().laid_over([other, one]).years[2027] is other


def test_the_key_names_two_years_at_most() -> None:
    """A longer period is not looked at beyond 366 days."""
    key = packaged_calendar().key(day("2026-12-01"), day("2029-02-01"))
    assert key == "CN-2026@1+CN-2027@0"


@pytest.mark.parametrize(
    ("year", "version", "allowed"),
    [
        (1949, 1, True), (1948, 1, False), (9998, 1, True), (9999, 1, False),
        (2027, 0, False), (2027, 1, True),
    ],
)  # fmt: skip
def test_an_arrangement_has_a_year_and_a_version(year: int, version: int, allowed: bool) -> None:
    made = {"year": year, "version": version, "holidays": {}, "makeup_workdays": {}}
    if allowed:
        assert CalendarYear.model_validate(made).key == f"CN-{year}@{version}"
    else:
        with pytest.raises(ValidationError):
            CalendarYear.model_validate(made)


def test_an_unknown_year_shows_in_the_key() -> None:
    calendar = packaged_calendar()
    assert calendar.key(day("2026-01-05"), day("2026-01-09")) == "CN-2026@1"
    assert calendar.key(day("2027-01-04"), day("2027-01-08")) == "CN-2027@0"


@pytest.mark.parametrize(
    "days",
    [
        {"holidays": {"2026-01-01": "NEW_YEAR"}, "makeup_workdays": {}},
        {"holidays": {}, "makeup_workdays": {"2028-01-01": "NEW_YEAR"}},
        {
            "holidays": {"2027-01-01": "NEW_YEAR"},
            "makeup_workdays": {"2027-01-01": "NEW_YEAR"},
        },
    ],
)
def test_a_year_that_contradicts_itself_is_refused(days: dict[str, dict[str, str]]) -> None:
    with pytest.raises(ValidationError, match="days of another year, or both"):
        CalendarYear.model_validate({"year": 2027} | days)


def test_every_day_that_contradicts_is_named() -> None:
    days = {
        "holidays": {"2026-01-01": "NEW_YEAR", "2027-01-01": "NEW_YEAR"},
        "makeup_workdays": {"2027-01-01": "NEW_YEAR"},
    }
    with pytest.raises(ValidationError, match="worked: 2026-01-01, 2027-01-01"):
        CalendarYear.model_validate({"year": 2027} | days)


def test_a_holiday_nobody_has_named_keeps_its_code() -> None:
    year = CalendarYear(year=2027, holidays={}, makeup_workdays={})
    assert year.name("NEW_FEAST") == Text(zh_CN="NEW_FEAST", en="NEW_FEAST")


# --- when a period is over


@pytest.mark.parametrize(
    ("now", "over"),
    [("2026-11-20T15:59:59+00:00", False), ("2026-11-20T16:00:00+00:00", True)],
)
def test_a_period_ends_with_its_last_day_in_china(now: str, over: bool) -> None:
    assert has_ended(day("2026-11-20"), datetime.fromisoformat(now).astimezone(UTC)) is over


# --- properties


@given(
    st.dates(date(2019, 1, 1), date(2026, 11, 1)),
    st.integers(0, 40),
    st.booleans(),
    st.booleans(),
)
def test_stricter_ways_never_count_more(start: date, length: int, makeup: bool, late: bool) -> None:
    policy = CalendarPolicy(count_makeup=makeup, exclude_start=late)
    counted = packaged_calendar().count(start, start + timedelta(days=length), policy)

    def check(count: Count) -> None:
        assert [one.nth for one in count.days if one.nth] == list(range(1, count.total + 1))
        assert len(count.days) == length + 1
        assert count.enough is (count.reached_on <= start + timedelta(days=length))

    for count in counted.counts.values():
        check(count)
    for count in counted.stricter:
        assert count.total <= counted.in_force.total
        assert count.reached_on >= counted.in_force.reached_on
    assert counted.verdict is not Verdict.UNCERTAIN
