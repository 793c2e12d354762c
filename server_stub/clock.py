"""The server's time. Only here the machine's clock is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as text whose order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Clock:
    """Two times: ``wall`` for tokens and pauses, ``now`` for deadlines and leases.

    They differ only where a demo server was told to be at another moment (design §10): such a
    journey through time signs nobody out.
    """

    def __init__(self, source: Callable[[], datetime] = utc_now) -> None:
        self._source = source
        self._offset = timedelta()

    def wall(self) -> datetime:
        """The time that passes."""
        return self._source()

    def now(self) -> datetime:
        """The time by which deadlines and leases are judged."""
        return self._source() + self._offset

    def travel_to(self, moment: datetime) -> None:
        """Let ``now`` be ``moment`` from here on; the time goes on running."""
        self._offset = moment - self._source()
