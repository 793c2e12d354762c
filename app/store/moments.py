"""Moments in the databases: milliseconds since 1970, UTC; days are those of Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone without summer time since 1991; Windows has no zone database."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Milliseconds of an aware moment."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """The UTC moment of milliseconds."""
    return _EPOCH + value * _MILLISECOND


def day_start(day: date) -> int:
    """Milliseconds at which a day begins in Asia/Shanghai."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI))


def local_day(moment: datetime) -> date:
    """The day a moment falls on in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()
