"""Working days (domain §4.12): what counts, what does not, and why, day by day.

A year is known where its arrangement of holidays (放假安排) is; every other year is counted
Monday to Friday without the fixed statutory dates, and what rests on it is uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import Field, model_validator

from app.domain.entity import Entity
from app.domain.partial_date import CHINA
from app.domain.profile.parts import Text
from app.domain.profile.policies import CalendarPolicy

HOLIDAY_NAMES: Mapping[str, Text] = {
    "NEW_YEAR": Text(zh_CN="元旦", en="New Year's Day"),
    "SPRING_FESTIVAL": Text(zh_CN="春节", en="Spring Festival"),
    "TOMB_SWEEPING": Text(zh_CN="清明节", en="Tomb-sweeping Day"),
    "LABOUR_DAY": Text(zh_CN="劳动节", en="Labour Day"),
    "DRAGON_BOAT": Text(zh_CN="端午节", en="Dragon Boat Festival"),
    "MID_AUTUMN": Text(zh_CN="中秋节", en="Mid-Autumn Festival"),
    "NATIONAL_DAY": Text(zh_CN="国庆节", en="National Day"),
    "VICTORY_DAY": Text(zh_CN="抗战胜利纪念日", en="Victory Day"),
}
"""The names of the holidays by their codes; a year may bring names of its own."""

_FIXED: Mapping[tuple[int, int], str] = {
    (1, 1): "NEW_YEAR",
    (5, 1): "LABOUR_DAY",
    (5, 2): "LABOUR_DAY",
    (10, 1): "NATIONAL_DAY",
    (10, 2): "NATIONAL_DAY",
    (10, 3): "NATIONAL_DAY",
}
"""Holidays that stand on the same day every year (全国年节及纪念日放假办法, since 2025)."""

_LONGEST = timedelta(days=366)
"""A longer period is not looked at beyond this: nothing more could be learnt from it."""


class CalendarYear(Entity):
    """The arrangement of one year: days to codes of holidays (:data:`HOLIDAY_NAMES` or ``names``).

    ``makeup_workdays`` (调休上班) name the holiday that they make up for.
    """

    year: int = Field(ge=1949, le=9998)
    version: int = Field(default=1, gt=0)
    source: str = ""
    holidays: dict[date, str]
    makeup_workdays: dict[date, str]
    names: dict[str, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> CalendarYear:
        strange = {day for day in (*self.holidays, *self.makeup_workdays) if day.year != self.year}
        both = self.holidays.keys() & self.makeup_workdays.keys()
        if strange or both:
            days = ", ".join(sorted(day.isoformat() for day in strange | both))
            raise ValueError(f"days of another year, or both free and worked: {days}")
        return self

    @property
    def key(self) -> str:
        """How decisions quote it (domain §4.8): ``CN-2020@2``."""
        return f"CN-{self.year}@{self.version}"

    def name(self, code: str) -> Text:
        """The name of a holiday; the code itself where nobody has named it."""
        return self.names.get(code) or HOLIDAY_NAMES.get(code) or Text(zh_CN=code, en=code)


class Why(StrEnum):
    """Why a day counts (the first two), or why not."""

    WORKDAY = "WORKDAY"
    MAKEUP = "MAKEUP"
    HOLIDAY = "HOLIDAY"
    WEEKEND = "WEEKEND"
    MAKEUP_NOT_COUNTED = "MAKEUP_NOT_COUNTED"
    FIRST_DAY = "FIRST_DAY"


class Counting(StrEnum):
    """The ways of counting that are shown side by side; the first is the rule in force."""

    IN_FORCE = "IN_FORCE"
    NO_MAKEUP = "NO_MAKEUP"
    FIRST_EXCLUDED = "FIRST_EXCLUDED"
    STRICT = "STRICT"
    NAIVE = "NAIVE"


class Verdict(StrEnum):
    """What the counts say of a period.

    ``WARN_STRICT``: long enough by the rule in force, but some stricter way of counting falls
    short. ``UNCERTAIN``: it depends on a year whose arrangement is not known; never decided by
    the program alone.
    """

    OK = "OK"
    SHORT = "SHORT"
    WARN_STRICT = "WARN_STRICT"
    UNCERTAIN = "UNCERTAIN"


@dataclass(frozen=True)
class CountedDay:
    """One day: the ``nth`` working day, or None with ``why`` not.

    ``holiday`` is the name of the holiday that is kept or made up for; ``certain`` is false where
    the year's arrangement is not known.
    """

    day: date
    nth: int | None
    why: Why
    holiday: Text | None
    certain: bool


@dataclass(frozen=True)
class Count:
    """One way of counting a period. ``days`` is every day from its start to its end.

    ``reached_on`` is the day on which enough working days are full, which may lie behind the end;
    publicity may be closed at the end of that day; ``reached_certain`` says whether every year up
    to it is known. ``certain``: the total rests on known years, or on enough days within them.
    """

    counting: Counting
    days: tuple[CountedDay, ...]
    needed: int
    reached_on: date
    reached_certain: bool
    certain: bool

    @property
    def total(self) -> int:
        """How many working days the period has."""
        return sum(one.nth is not None for one in self.days)

    @property
    def enough(self) -> bool:
        """Whether they suffice."""
        return self.total >= self.needed


@dataclass(frozen=True)
class PeriodCount:
    """A period counted in all five ways; only the rule in force gates."""

    start: date
    end: date
    counts: Mapping[Counting, Count]

    @property
    def in_force(self) -> Count:
        """The count by the region's rule."""
        return self.counts[Counting.IN_FORCE]

    @property
    def stricter(self) -> list[Count]:
        """The stricter ways of counting."""
        return [self.counts[c] for c in (Counting.NO_MAKEUP, Counting.FIRST_EXCLUDED,
                                         Counting.STRICT)]  # fmt: skip

    @property
    def verdict(self) -> Verdict:
        """What follows."""
        if not self.in_force.certain:
            return Verdict.UNCERTAIN
        if not self.in_force.enough:
            return Verdict.SHORT
        sure = all(count.enough and count.certain for count in self.stricter)
        return Verdict.OK if sure else Verdict.WARN_STRICT

    @property
    def unknown_years(self) -> list[int]:
        """The years within the period whose arrangement is not known."""
        return sorted({one.day.year for one in self.in_force.days if not one.certain})


@dataclass(frozen=True)
class WorkCalendar:
    """The years that are known; every other year is uncertain."""

    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the year's arrangement of holidays is known."""
        return year in self.years

    def laid_over(self, pushed: Iterable[CalendarYear]) -> WorkCalendar:
        """This calendar with other years in place of its own; of two of a year the newer one."""
        newest: dict[int, CalendarYear] = {}
        for year in pushed:
            known = newest.get(year.year)
            if known is None or year.version > known.version:
                newest[year.year] = year
        return WorkCalendar({**self.years, **newest})

    def key(self, start: date, end: date) -> str:
        """Which data a period was counted with, as ``Publicity.calendar_version`` keeps it."""
        spanned = range(start.year, min(end.year, start.year + 1) + 1)
        return "+".join(self.years[y].key if y in self.years else f"CN-{y}@0" for y in spanned)

    def count(self, start: date, end: date, policy: CalendarPolicy) -> PeriodCount:
        """Count from ``start`` to ``end``, both included, in all ways."""
        makeup, late = policy.count_makeup, policy.exclude_start
        ways = {
            Counting.IN_FORCE: _Way(makeup, late),
            Counting.NO_MAKEUP: _Way(False, late),
            Counting.FIRST_EXCLUDED: _Way(makeup, True),
            Counting.STRICT: _Way(False, True),
            Counting.NAIVE: _Way(False, late, naive=True),
        }
        last = min(end, start + min(_LONGEST, date.max - start))
        counts = {c: self._one(c, way, start, last, policy.min_days) for c, way in ways.items()}
        return PeriodCount(start, end, counts)

    def nth_day(self, start: date, policy: CalendarPolicy) -> date:
        """The day on which a period from ``start`` has its ``min_days`` by the rule in force."""
        return self.count(start, start, policy).in_force.reached_on

    def _one(self, counting: Counting, way: _Way, start: date, end: date, needed: int) -> Count:
        within: list[CountedDay] = []
        reached: date | None = None
        certain = reached_certain = True
        for one in self._walk(start, way):
            if reached is not None and one.day > end:
                break
            if one.day <= end:
                within.append(one)
            if reached is None and not one.certain:
                reached_certain = False
                certain = certain and one.day > end
            if one.nth == needed:
                reached = one.day
        days = tuple(within)
        return Count(counting, days, needed, reached or date.max, reached_certain, certain)

    def _walk(self, start: date, way: _Way) -> Iterator[CountedDay]:
        nth = 0
        for ordinal in range(start.toordinal(), date.max.toordinal() + 1):
            day = date.fromordinal(ordinal)
            why, name = self._kind(day, way)
            if way.exclude_start and day == start and why in _COUNTING:
                why, name = Why.FIRST_DAY, None
            if why in _COUNTING:
                nth += 1
            counted = nth if why in _COUNTING else None
            yield CountedDay(day, counted, why, name, way.naive or self.knows(day.year))

    def _kind(self, day: date, way: _Way) -> tuple[Why, Text | None]:
        plain = Why.WORKDAY if day.weekday() < 5 else Why.WEEKEND
        year = None if way.naive else self.years.get(day.year)
        if year is None:
            fixed = None if way.naive else _FIXED.get((day.month, day.day))
            return (Why.HOLIDAY, HOLIDAY_NAMES[fixed]) if fixed else (plain, None)
        if day in year.makeup_workdays:
            why = Why.MAKEUP if way.count_makeup else Why.MAKEUP_NOT_COUNTED
            return why, year.name(year.makeup_workdays[day])
        if day in year.holidays:
            return Why.HOLIDAY, year.name(year.holidays[day])
        return plain, None


@dataclass(frozen=True)
class _Way:
    """How days are told apart; ``naive`` knows weekdays only."""

    count_makeup: bool
    exclude_start: bool
    naive: bool = False


_COUNTING = frozenset({Why.WORKDAY, Why.MAKEUP})


def has_ended(end: date, now: datetime) -> bool:
    """Whether a period's last day is over in China: it may be closed at the end of that day."""
    return now.astimezone(CHINA).date() > end
