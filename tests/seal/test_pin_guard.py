"""Wrong PINs are counted before they are tried, cost waiting, and lock in the end."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from app.seal.pin_guard import LIMIT, WAITS, MemoryLedger, PinGuard, Tries
from app.seal.problems import SealCode, SealError


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


def wrong(guard: PinGuard) -> int:
    with guard.attempt() as attempt:
        return attempt.left


def refused(guard: PinGuard) -> SealError:
    with pytest.raises(SealError) as caught, guard.attempt():
        pytest.fail("the attempt was let in")
    return caught.value


def test_each_wrong_pin_leaves_one_try_less_and_the_last_locks(
    clock: Clock, ledger: MemoryLedger
) -> None:
    guard = PinGuard(ledger, "key", clock)
    left = []
    for _ in range(LIMIT):
        clock.now += timedelta(hours=1)
        left.append(wrong(guard))
    assert left == [5, 4, 3, 2, 1, 0]
    clock.now += timedelta(days=30)
    assert refused(guard).code is SealCode.PIN_LOCKED
    assert guard.left == 0
    guard.reset()
    assert wrong(guard) == 5


def test_after_three_wrong_pins_one_has_to_wait(clock: Clock, ledger: MemoryLedger) -> None:
    guard = PinGuard(ledger, "key", clock)
    for _ in range(3):
        wrong(guard)
    clock.now += timedelta(seconds=10)
    error = refused(guard)
    assert (error.code, error.problem.params) == (SealCode.PIN_WAIT, {"seconds": WAITS[3] - 10})
    clock.now += timedelta(seconds=WAITS[3])
    assert wrong(guard) == 2


def test_a_clock_set_back_does_not_shorten_the_wait(clock: Clock, ledger: MemoryLedger) -> None:
    guard = PinGuard(ledger, "key", clock)
    for _ in range(3):
        wrong(guard)
    clock.now -= timedelta(days=400)
    assert refused(guard).problem.params == {"seconds": WAITS[3]}


def test_the_right_pin_starts_anew_and_what_was_no_try_counts_nothing(
    clock: Clock, ledger: MemoryLedger
) -> None:
    guard = PinGuard(ledger, "key", clock)
    wrong(guard)
    with guard.attempt() as attempt:
        attempt.untold()
    assert guard.left == LIMIT - 1
    with guard.attempt() as attempt:
        attempt.right()
    assert ledger.load("key") == Tries()


def test_a_try_is_on_record_before_the_pin_is_looked_at(clock: Clock, ledger: MemoryLedger) -> None:
    guard = PinGuard(ledger, "key", clock)
    with guard.attempt() as attempt:
        assert ledger.load("key") == Tries(1, clock.now)  # a kill here gives no further try
        attempt.right()


def test_keys_are_counted_apart(clock: Clock, ledger: MemoryLedger) -> None:
    wrong(PinGuard(ledger, "one", clock))
    assert PinGuard(ledger, "two", clock).left == LIMIT


class SlowLedger(MemoryLedger):
    """Another try begins while this one still reads."""

    def load(self, key: str) -> Tries:
        found = super().load(key)
        time.sleep(0.005)
        return found


def test_tries_side_by_side_are_counted_each() -> None:
    slow = SlowLedger()
    let_in: list[int] = []

    def guess() -> None:
        with suppress(SealError):
            let_in.append(wrong(PinGuard(slow, "key", Clock())))

    guesses = [threading.Thread(target=guess) for _ in range(12)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()
    assert slow.load("key").wrong == len(let_in) == WAITS.index(30)


def test_an_untold_try_takes_back_no_count_but_its_own(ledger: MemoryLedger) -> None:
    guard = PinGuard(ledger, "key", Clock())
    with guard.attempt() as first:
        wrong(guard)
        first.untold()
    assert ledger.load("key").wrong == 1
