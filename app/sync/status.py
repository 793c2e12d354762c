"""The engine's state, told whenever it changes."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from typing import Any

from app.store.journal import Journal
from app.store.readmodels import OpState
from app.sync.events import OnEvent, StatusChanged, SyncStatus, TransferStatus

_TROUBLE = frozenset({OpState.CONFLICT, OpState.REJECTED})


class StatusBoard:
    """Holds the present :class:`SyncStatus`; may be read from any thread."""

    def __init__(self, journal: Journal, emit: OnEvent) -> None:
        self._journal = journal
        self._emit = emit
        self._lock = threading.Lock()
        self._status = replace(SyncStatus(), **self._counts())

    @property
    def status(self) -> SyncStatus:
        """The state now."""
        return self._status

    def set(self, **changes: Any) -> None:
        """Change fields of the state, and count the outbox anew."""
        counts = self._counts()
        with self._lock:
            before = self._status
            self._status = replace(before, **counts, **changes)
            now = self._status
        if now != before:
            self._emit(StatusChanged(now))

    def note_transfers(self, transfers: TransferStatus) -> None:
        """Keep how the downloads stand; they are told by events of their own."""
        with self._lock:
            self._status = replace(self._status, transfers=transfers)

    def _counts(self) -> dict[str, Any]:
        pending = self._journal.pending()
        states = Counter(op.state for case in pending.values() for op in case.ops)
        return {
            "queued": states[OpState.READY] + states[OpState.SENDING] + states[OpState.HELD],
            "unconfirmed": states[OpState.UNCONFIRMED],
            "conflicts": sum(states[state] for state in _TROUBLE),
        }
