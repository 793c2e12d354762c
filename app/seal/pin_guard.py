"""Wrong PINs are counted by us, key file or token, and each costs more waiting than the last.

A key file has no counter of its own, and a token in software (SoftHSM2) never locks. The count is
written *before* a PIN is tried, so that killing the program gives no further try.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from app.seal.problems import SealCode, SealError

LIMIT: Final = 6
"""Wrong PINs in a row until a key is locked."""
WAITS: Final = (0, 0, 0, 30, 120, 600)
"""Seconds to wait after that many wrong PINs."""

Clock = Callable[[], datetime]
_one_at_a_time = threading.Lock()
"""Between reading a count and writing it: tries side by side are counted each."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs in a row, and when the last was."""

    wrong: int = 0
    last: datetime | None = None


class PinLedger(Protocol):
    """Where the counts are kept between two runs. ``key`` is a hash and names nobody."""

    def load(self, key: str) -> Tries:
        """The count of a key; ``Tries()`` for one never seen."""

    def store(self, key: str, tries: Tries) -> None:
        """Keep the count; on disk when this returns."""


class MemoryLedger:
    """Counts that end with the program."""

    def __init__(self) -> None:
        self._tries: dict[str, Tries] = {}

    def load(self, key: str) -> Tries:
        """See :class:`PinLedger`."""
        return self._tries.get(key, Tries())

    def store(self, key: str, tries: Tries) -> None:
        """See :class:`PinLedger`."""
        self._tries[key] = tries


class Attempt:
    """One try with a PIN, counted as wrong until it proves right or untold."""

    def __init__(self, before: Tries) -> None:
        self._before = before
        self.after = Tries(before.wrong + 1, None)
        self.decided = False
        self.proved = False

    @property
    def left(self) -> int:
        """Tries that remain if this PIN is wrong."""
        return max(LIMIT - self._before.wrong - 1, 0)

    def right(self) -> None:
        """The PIN was right: the count starts anew."""
        self.after, self.decided, self.proved = Tries(), True, True

    def untold(self) -> None:
        """Something else went wrong before the PIN was looked at: nothing is counted."""
        self.after, self.decided = self._before, True


class PinGuard:
    """The counter of one key.

    :param key: what the count is kept under.
    :param clock: aware time of this machine; set back, it only makes the wait longer.
    """

    def __init__(self, ledger: PinLedger, key: str, clock: Clock | None = None) -> None:
        self._ledger = ledger
        self._key = key
        self._clock = clock or _now

    @property
    def left(self) -> int:
        """Tries that remain."""
        return max(LIMIT - self._ledger.load(self._key).wrong, 0)

    @property
    def locked_since(self) -> datetime | None:
        """When the last wrong PIN locked the key; None while it is not locked."""
        tries = self._ledger.load(self._key)
        return tries.last if tries.wrong >= LIMIT else None

    def reset(self) -> None:
        """Forget the wrong PINs: what whoever looks after seals does, on the record."""
        self._ledger.store(self._key, Tries())

    @contextmanager
    def attempt(self) -> Iterator[Attempt]:
        """One try. Counted before it begins; what it came to is told through the attempt.

        :raises SealError: PIN_LOCKED, or PIN_WAIT with the seconds that are left.
        """
        with _one_at_a_time:
            before = self._ledger.load(self._key)
            self._refuse(before)
            attempt = Attempt(before)
            self._ledger.store(self._key, Tries(attempt.after.wrong, self._clock()))
        try:
            yield attempt
        finally:
            if attempt.decided:
                self._settle(attempt)

    def _settle(self, attempt: Attempt) -> None:
        """Keep what a try came to; one that was not counted takes back its own count alone."""
        with _one_at_a_time:
            after = attempt.after
            if not attempt.proved:
                others = self._ledger.load(self._key).wrong - 1
                after = Tries(max(others, after.wrong), after.last)
            self._ledger.store(self._key, after)

    def _refuse(self, tries: Tries) -> None:
        if tries.wrong >= LIMIT:
            raise SealError(SealCode.PIN_LOCKED)
        wait = timedelta(seconds=WAITS[tries.wrong])
        if tries.last is None or not wait:
            return
        passed = max(self._clock() - tries.last, timedelta())
        if passed < wait:
            left = (wait - passed).total_seconds()
            raise SealError(SealCode.PIN_WAIT, seconds=max(round(left), 1))


def _now() -> datetime:
    return datetime.now(UTC)
