"""Room for attachments: the officer's quota and the disk's own limit (design §5)."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.store import uploads
from app.store.blobs import BlobStore, room_needed
from app.store.cache import Cache
from app.store.journal import Journal
from app.sync.clock import ServerClock
from app.sync.events import CasesChanged, OnEvent, Trouble

RESERVE = 256 * 1024 * 1024
"""Bytes left free on the disk, so that a draft can always be written."""


class Room:
    """Makes room by removing the files least recently looked at that nobody asked to keep.

    :param quota: bytes the attachments may take on the disk; None for no limit.
    """

    def __init__(
        self,
        blobs: BlobStore,
        cache: Cache,
        journal: Journal,
        clock: ServerClock,
        emit: OnEvent,
        quota: Callable[[], int | None],
    ) -> None:
        self._blobs = blobs
        self._cache = cache
        self._journal = journal
        self._clock = clock
        self._emit = emit
        self._ask_quota = quota
        self._quota: int | None = None
        self._used = 0
        self._free = 0
        self.note_quota()
        self.measure()

    def note_quota(self) -> None:
        """The officer or the administrator may have set another one."""
        self._quota = self._ask_quota()

    def measure(self) -> None:
        """Look at the disk anew."""
        usage = self._blobs.usage()
        self._used, self._free = usage.used, usage.disk_free

    def take(self, size: int) -> Trouble | None:
        """Set room aside for a file of ``size`` plain bytes; why not, where there is none."""
        needed = room_needed(size)
        quota = self._quota
        over = self._used + needed - quota if quota is not None else 0
        short = RESERVE + needed - self._free
        if max(over, short) > 0:
            self._evict(max(over, short))
            over = self._used + needed - quota if quota is not None else 0
            short = RESERVE + needed - self._free
        if short > 0:
            return Trouble("DISK_FULL", {"free": _megabytes(self._free)})
        if over > 0:
            assert quota is not None
            return Trouble("QUOTA_REACHED", {"quota": _megabytes(quota)})
        self._used += needed
        self._free -= needed
        return None

    def sweep(self) -> None:
        """Remove the files of cases that are here no more, but for what was sealed here."""
        known = self._cache.referred_files() | uploads.waiting(self._journal).keys()
        known |= self.sealed()
        if self._blobs.sweep(known):
            self._cache.reconcile(self._blobs, self._clock.now())
            self.measure()

    def _evict(self, wanted: int) -> None:
        unsent: Collection[str] = self._journal.unsent_cases()
        kept = self.sealed()
        found = (file.sha256 for file in self._cache.evictable(unsent))
        candidates = [sha256 for sha256 in found if sha256 not in kept]
        removed = self._blobs.evict(wanted, candidates)
        if removed:
            changed = self._cache.mark_missing(removed, self._clock.now())
            if changed:
                self._emit(CasesChanged(frozenset(changed)))
            self.measure()

    def sealed(self) -> set[str]:
        """Documents that were sealed on this machine."""
        with self._journal.seals() as pages:
            return pages.sealed_files()


def _megabytes(size: int) -> str:
    return str(max(0, size) >> 20)
