"""The years that come with the program: data of the ``chinesecalendar`` package (MIT)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from app.domain.calendar import CalendarYear, WorkCalendar

_CODES = {
    "new_years_day": "NEW_YEAR",
    "spring_festival": "SPRING_FESTIVAL",
    "tomb_sweeping_day": "TOMB_SWEEPING",
    "labour_day": "LABOUR_DAY",
    "dragon_boat_festival": "DRAGON_BOAT",
    "national_day": "NATIONAL_DAY",
    "mid_autumn_festival": "MID_AUTUMN",
    "anti_fascist_70th_day": "VICTORY_DAY",
}


@cache
def packaged_calendar() -> WorkCalendar:
    """The years of the package. Its import waits until somebody counts."""
    from chinese_calendar import __version__, constants

    names = {kind.value: _CODES.get(kind.name, kind.name.upper()) for kind in constants.Holiday}
    free = _by_year(constants.holidays, names)
    worked = _by_year(constants.workdays, names)
    return WorkCalendar(
        {
            year: CalendarYear(
                year=year,
                source=f"chinesecalendar {__version__}",
                holidays=free[year],
                makeup_workdays=worked.get(year, {}),
            )
            for year in sorted(free)
        }
    )


def calendar_with(pushed: Iterable[CalendarYear]) -> WorkCalendar:
    """The packaged years, laid over by what the server pushes (SV15)."""
    return packaged_calendar().laid_over(pushed)


def _by_year(days: dict[date, str], names: dict[str, str]) -> dict[int, dict[date, str]]:
    found: dict[int, dict[date, str]] = {}
    for day in sorted(days):
        found.setdefault(day.year, {})[day] = names.get(days[day], days[day])
    return found
