"""Requests waiting for the worker."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from app.media.wire import Request


class Priority(IntEnum):
    """Lower goes first; within one, the newest request goes first."""

    VISIBLE = 0
    PREFETCH = 1
    THUMBNAIL = 2
    BACKGROUND = 3


class Ticket:
    """The caller's hold on a request. `cancel()` from any thread; then no callback follows.

    A callback that has already begun on the reader thread is not stopped.
    """

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """The answer is not wanted any more."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel()` was called."""
        return self._cancelled.is_set()


@dataclass(slots=True)
class Pending:
    """A request with whom to tell. `callback` takes the result or a `MediaProblem`.

    `losses` counts the workers that were lost at it.
    """

    request: Request
    callback: Callable[[Any], None]
    priority: Priority
    ticket: Ticket = field(default_factory=Ticket)
    losses: int = 0

    @property
    def unseen(self) -> bool:
        """Whether nobody looks at the place where the answer will be."""
        return self.ticket.cancelled or self.priority is not Priority.VISIBLE


class RequestQueue:
    """A thread-safe heap of pending requests."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Pending]] = []
        self._count = itertools.count()
        self._lock = threading.Lock()

    def put(self, pending: Pending) -> None:
        """Add a request in front of the older ones of its priority."""
        with self._lock:
            heapq.heappush(self._heap, (pending.priority, -next(self._count), pending))

    def pop(self) -> Pending | None:
        """The next request that is still wanted, or None."""
        with self._lock:
            while self._heap:
                pending = heapq.heappop(self._heap)[2]
                if not pending.ticket.cancelled:
                    return pending
        return None

    def __len__(self) -> int:
        """Requests that are waiting and still wanted."""
        with self._lock:
            return sum(not pending.ticket.cancelled for *_, pending in self._heap)

    def has_visible(self) -> bool:
        """Whether somebody waits for something on screen."""
        with self._lock:
            return any(not pending.unseen for *_, pending in self._heap)

    def drain(self) -> list[Pending]:
        """Take everything that is still wanted."""
        taken = []
        while (pending := self.pop()) is not None:
            taken.append(pending)
        return taken
