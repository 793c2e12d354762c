from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.sync.clock import ServerClock

T0 = datetime(2026, 3, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_offset_is_seen_at_the_middle_of_the_round_trip() -> None:
    clock = ServerClock(local=lambda: T0)
    clock.observe(T0 + 3601 * SECOND, sent=T0, received=T0 + 2 * SECOND)
    assert clock.now() == T0 + 3600 * SECOND
    assert clock.local() == T0


def test_noise_within_the_round_trip_changes_nothing() -> None:
    clock = ServerClock(offset=10 * SECOND, local=lambda: T0)
    clock.observe(T0 + 11.9 * SECOND, sent=T0, received=T0 + 2 * SECOND)
    assert clock.offset == 10 * SECOND
