"""Dates as applicants give them: to the year, the month or the day (domain §4.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The office's time; China has kept UTC+8 without summer time since 1992."""

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date known to its year, month or day."""

    year: int
    month: int | None = None
    day: int | None = None

    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        """The latest day it can mean."""
        if self.day is not None:
            return self.first()
        if self.month is None:
            return date(self.year, 12, 31)
        year, month = next_month(self.year, self.month)
        return date(year, month, 1) - timedelta(days=1)

    def before(self, other: PartialDate) -> bool | None:
        """Whether it lies before ``other``; None where their precision leaves that open."""
        if self.last() < other.first():
            return True
        return False if self == other or self.first() >= other.last() else None


def parse_partial(text: object) -> PartialDate | None:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None where it is none of these."""
    shape = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) else None
    if shape is None:
        return None
    year, month, day = (int(part) if part else None for part in shape.groups())
    if year is None or not 1900 <= year <= 9998:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def next_month(year: int, month: int) -> tuple[int, int]:
    """The month after, as year and month."""
    return (year + 1, 1) if month == 12 else (year, month + 1)


def months_before(moment: datetime, count: int) -> list[str]:
    """The ``count`` months before the month of ``moment`` in China, oldest first, ``YYYY-MM``."""
    local = moment.astimezone(CHINA)
    index = local.year * 12 + local.month - 1
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(index - count, index)]
