from __future__ import annotations

from app.sync.backoff import Backoff


def test_the_ceiling_doubles_up_to_the_cap() -> None:
    backoff = Backoff(base=1, cap=60, jitter=lambda _low, high: high)
    assert [backoff.next_delay() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    backoff.reset()
    assert backoff.next_delay() == 1


def test_jitter_is_full_and_the_server_is_heard() -> None:
    backoff = Backoff(base=4, cap=4)
    delays = [backoff.next_delay() for _ in range(400)]
    assert 0 <= min(delays) < 0.5
    assert 3.5 < max(delays) <= 4
    assert backoff.next_delay(at_least=30) == 30
    backoff.failures = 10_000
    assert backoff.next_delay() <= 4
