"""How long to wait before trying again: exponential, capped, with full jitter.

Full jitter keeps the machines of an office from returning in step after their server was down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import SystemRandom

_random = SystemRandom()


@dataclass
class Backoff:
    """Counts failures in a row. ``base`` and ``cap`` in seconds."""

    base: float = 1.0
    cap: float = 120.0
    jitter: Callable[[float, float], float] = field(default=_random.uniform)
    failures: int = 0

    def next_delay(self, at_least: float | None = None) -> float:
        """Seconds to wait after one more failure; never less than what the server asked for."""
        ceiling = min(self.cap, self.base * 2 ** min(self.failures, 30))
        self.failures += 1
        delay = self.jitter(0.0, ceiling)
        return delay if at_least is None else max(delay, at_least)

    def reset(self) -> None:
        """Something went through."""
        self.failures = 0
