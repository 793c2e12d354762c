"""The server's clock as seen from here (design §4: the client keeps the offset)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def local_now() -> datetime:
    """This machine's clock, as an aware UTC time."""
    return datetime.now(UTC)


class ServerClock:
    """This machine's clock corrected by the offset that the last answers showed.

    :param offset: what was remembered from an earlier run.
    :param local: this machine's clock; the wall clock, for a laptop sleeps between answers and a
        monotonic clock does not count that on every system.
    """

    def __init__(
        self, offset: timedelta = timedelta(), local: Callable[[], datetime] = local_now
    ) -> None:
        self._offset = offset
        self._local = local

    @property
    def offset(self) -> timedelta:
        """Server time minus local time."""
        return self._offset

    def local(self) -> datetime:
        """This machine's clock."""
        return self._local()

    def now(self) -> datetime:
        """The server's time, as well as it is known."""
        return self._local() + self._offset

    def observe(self, server_time: datetime, sent: datetime, received: datetime) -> None:
        """Take over the offset of one answer, seen halfway between asking and hearing.

        A change within half the round trip is noise and is left alone.
        """
        middle = sent + (received - sent) / 2
        offset = server_time - middle
        if abs(offset - self._offset) > max((received - sent) / 2, timedelta(milliseconds=50)):
            self._offset = offset
