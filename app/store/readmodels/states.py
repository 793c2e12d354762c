"""The states a case and an operation can be in, and what the checks counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LocalState(StrEnum):
    """The state of a case on this machine; values are the names of the UI's local badges."""

    NONE = "remote"
    PARTIAL = "partial"
    CACHED = "cached"
    READONLY = "readonly"
    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    HELD = "held"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    DONE = "done"


class OpState(StrEnum):
    """Where an operation of the outbox stands (design §3)."""

    READY = "READY"
    SENDING = "SENDING"
    UNCONFIRMED = "UNCONFIRMED"
    ACKED = "ACKED"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"
    ARCHIVED = "ARCHIVED"


@dataclass(frozen=True, slots=True)
class SeverityCounts:
    """How many findings of each severity a case has."""

    block: int = 0
    error: int = 0
    warn: int = 0
    ask: int = 0
    guard: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.block + self.error + self.warn + self.ask + self.guard

    @property
    def clean(self) -> bool:
        """预检无问题."""
        return self.total == 0

    def as_dict(self) -> dict[str, int]:
        """``{"BLOCK": 1, …}`` in the fixed order without zeros, as the severity widgets take it."""
        pairs = {
            "BLOCK": self.block,
            "ERROR": self.error,
            "WARN": self.warn,
            "ASK": self.ask,
            "GUARD": self.guard,
        }
        return {name: count for name, count in pairs.items() if count}
