"""What the engine tells: small frozen facts, safe to hand to any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """What the engine is doing."""

    STOPPED = "stopped"
    IDLE = "idle"
    SYNCING = "syncing"
    WAITING = "waiting"  # after a failure, until the next try
    PAUSED = "paused"  # by the officer; only they end it
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True)
class Trouble:
    """Why something does not go on: a code of the catalogue with its parameters."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TransferStatus:
    """The downloads as a whole. Bytes are plain bytes; ``rate`` is bytes a second."""

    files_done: int = 0
    files_total: int = 0
    files_failed: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    rate: float = 0.0
    paused: bool = False
    trouble: Trouble | None = None

    @property
    def active(self) -> bool:
        """Whether anything is left to fetch."""
        return self.files_done + self.files_failed < self.files_total


@dataclass(frozen=True)
class SyncStatus:
    """Where the engine stands. ``online`` is None until the first call came back."""

    phase: Phase = Phase.STOPPED
    online: bool | None = None
    last_sync: datetime | None = None
    next_try: datetime | None = None
    trouble: Trouble | None = None
    queued: int = 0
    unconfirmed: int = 0
    conflicts: int = 0
    transfers: TransferStatus = field(default_factory=TransferStatus)


@dataclass(frozen=True)
class StatusChanged:
    """The engine's state is now ``status``."""

    status: SyncStatus


@dataclass(frozen=True)
class CasesChanged:
    """The server's word on these cases changed, or they were purged."""

    app_ids: frozenset[str]


@dataclass(frozen=True)
class TransferProgress:
    """How the downloads stand, and which file just moved; at most ten a second."""

    status: TransferStatus
    sha256: str | None = None
    app_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OpResult:
    """What became of an operation; ``state`` is the journal's."""

    op_id: str
    app_id: str
    state: str
    trouble: Trouble | None = None


@dataclass(frozen=True)
class SignedOut:
    """The session is over; only a sign-in goes on. Nothing was dropped."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Something the officer should read once."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SealsChanged:
    """The registry of seals, or a list of what is revoked, is another one now."""


Event = (
    StatusChanged | CasesChanged | TransferProgress | OpResult | SignedOut | Notice | SealsChanged
)
OnEvent = Callable[[Event], None]
"""Called in the threads of the engine; must return at once."""
