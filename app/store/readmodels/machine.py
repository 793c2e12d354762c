"""What this machine holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class StorageView:
    """What this machine holds; ``evictable`` is what can go without asking: closed, not pinned."""

    quota: int
    used: int
    pinned: int
    evictable: int
    disk_free: int
    files: int
    cases: int
    cases_cached: int
    databases: int


@dataclass(frozen=True, slots=True)
class SigninSummary:
    """What waits on this machine, told before anybody unlocked it: figures, never names.

    ``deadlines`` maps a day (Asia/Shanghai) to the open cases due on it, for two weeks ahead.
    """

    cases: int = 0
    cases_cached: int = 0
    cached_bytes: int = 0
    unsent: int = 0
    deadlines: Mapping[date, int] = field(default_factory=dict)

    def due_on(self, day: date) -> int:
        """Open cases whose deadline falls on ``day``."""
        return self.deadlines.get(day, 0)
