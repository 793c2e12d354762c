"""Working days (domain §4.12): data by year, laid over by what the server publishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.entity import Entity


class CalendarYear(Entity):
    """The holidays and make-up workdays of one year; the values are their names."""

    year: int
    version: int = 1
    source: str = ""
    holidays: dict[date, str]
    makeup_workdays: dict[date, str]


@dataclass(frozen=True)
class WorkCalendar:
    """The years that are known; every other year is uncertain."""

    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the year's arrangement of holidays is known."""
        return year in self.years
