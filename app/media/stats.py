"""Figures about the worker, for the debug panel and the benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.media.route import Route


@dataclass(frozen=True, slots=True)
class MediaStats:
    """What the media worker did so far.

    Attributes:
        waiting: requests not yet with the worker.
        busy: whether the worker is at one.
        served: pages drawn, by the route they took.
        bytes_read: plain bytes of documents read, over all lives of the worker.
        worker_pid: None while none is ready.
        restarts: lives of the worker that ended before their time.
        spare_pid: of the worker that is ready to take its place, if one is kept.
        shared_bytes: memory that is mapped for drawn pages, on display or free for the next.
    """

    waiting: int = 0
    busy: bool = False
    served: Mapping[Route, int] = field(default_factory=dict)
    bytes_read: int = 0
    worker_pid: int | None = None
    restarts: int = 0
    spare_pid: int | None = None
    shared_bytes: int = 0
