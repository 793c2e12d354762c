from __future__ import annotations

from app.sync.events import Event, TransferProgress, Trouble
from app.sync.progress import Progress


class Bench:
    def __init__(self) -> None:
        self.now = 0.0
        self.told: list[Event] = []
        self.progress = Progress(self.told.append, lambda: self.now)

    def move(self, seconds: float, count: int) -> None:
        self.now += seconds
        self.progress.moved(count, "sha", frozenset({"a"}))


def test_at_most_ten_events_a_second() -> None:
    bench = Bench()
    bench.progress.plan(1, 1000, failed=0)
    for _ in range(1000):
        bench.move(0.001, 1)
    assert 9 <= len(bench.told) <= 11
    assert bench.progress.status.bytes_done == 1000


def test_the_rate_is_bytes_a_second() -> None:
    bench = Bench()
    bench.progress.plan(1, 10_000, failed=0)
    for _ in range(20):
        bench.move(0.5, 500)
    assert 990 < bench.progress.status.rate < 1010


def test_counting_begins_anew_when_nothing_was_left() -> None:
    bench = Bench()
    bench.progress.plan(1, 100, failed=0)
    bench.move(1, 100)
    bench.progress.finished()
    assert not bench.progress.status.active
    bench.progress.plan(2, 50, failed=0)
    status = bench.progress.status
    assert (status.files_done, status.files_total, status.bytes_done) == (0, 2, 0)
    bench.progress.plan(2, 50, failed=1)
    assert bench.progress.status.files_total == 3


def test_a_pause_is_told_at_once_and_once() -> None:
    bench = Bench()
    for _ in range(3):
        bench.progress.state(paused=True, trouble=Trouble("DISK_FULL"))
    (event,) = bench.told
    assert isinstance(event, TransferProgress)
    assert event.status.paused
