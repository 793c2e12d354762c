"""How the downloads stand, told at most ten times a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from app.sync.events import OnEvent, TransferProgress, TransferStatus, Trouble

INTERVAL = 0.1
"""Seconds between two progress events."""
_SMOOTHING = 5.0
"""Seconds over which the rate is averaged."""


class Progress:
    """Counts what the download threads report.

    :param clock: a monotonic clock in seconds.
    """

    def __init__(self, emit: OnEvent, clock: Callable[[], float] = time.monotonic) -> None:
        self._emit = emit
        self._clock = clock
        self._lock = threading.Lock()
        self._status = TransferStatus()
        self._told_at = float("-inf")
        self._rated_at = clock()
        self._since = 0

    @property
    def status(self) -> TransferStatus:
        """The figures now."""
        return self._status

    def plan(self, files: int, size: int, *, failed: int) -> None:
        """Set how many files and bytes are still to come; what is done stays counted.

        Where nothing was left before, counting begins anew.
        """
        with self._lock:
            now = self._status
            if not now.active:
                now = TransferStatus(paused=now.paused, trouble=now.trouble)
            self._status = replace(
                now,
                files_total=now.files_done + files + failed,
                bytes_total=now.bytes_done + size,
                files_failed=failed,
            )

    def moved(self, count: int, sha256: str, app_ids: frozenset[str]) -> None:
        """More bytes came; negative where a resume began anew."""
        with self._lock:
            now = self._clock()
            self._since += count
            self._status = replace(self._status, bytes_done=self._status.bytes_done + count)
            elapsed = now - self._rated_at
            if elapsed >= 0.5:
                weight = min(1.0, elapsed / _SMOOTHING)
                rate = self._status.rate * (1 - weight) + self._since / elapsed * weight
                if self._status.rate == 0.0:
                    rate = self._since / elapsed
                self._status = replace(self._status, rate=max(0.0, rate))
                self._rated_at, self._since = now, 0
            if now - self._told_at < INTERVAL:
                return
            self._told_at = now
            status = self._status
        self._emit(TransferProgress(status, sha256, app_ids))

    def finished(self, files: int = 1) -> None:
        """Files are whole here."""
        with self._lock:
            self._status = replace(self._status, files_done=self._status.files_done + files)

    def state(self, *, paused: bool, trouble: Trouble | None) -> None:
        """Say at once that downloads wait, or go on."""
        with self._lock:
            before = self._status
            self._status = replace(before, paused=paused, trouble=trouble)
        if self._status != before:
            self.tell()

    def tell(self) -> None:
        """Say at once how things stand."""
        with self._lock:
            if not self._status.active:
                self._status = replace(self._status, rate=0.0)
            self._told_at = self._clock()
            status = self._status
        self._emit(TransferProgress(status))
