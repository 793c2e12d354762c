"""The last step of downloads: synced together, renamed and noted.

Waiting for the disk once for many files is what makes thousands of small ones bearable.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.errors import StoreError
from app.store.sealed_file import SealedWriter
from app.sync.clock import ServerClock

TOGETHER = 32
"""Files that land at once, at most."""
PATIENCE = 0.25
"""Seconds that a finished file waits for company."""


@dataclass(frozen=True)
class Landed:
    """A finished download and the case it was fetched for."""

    writer: SealedWriter
    app_id: str


class Landing:
    """Gathers finished downloads; its methods run in the loop, the waiting in threads.

    :param landed: told the files that are whole here now, and all cases that have them.
    :param failed: told why the disk did not take them; they can be fetched again.
    """

    def __init__(
        self,
        blobs: BlobStore,
        cache: Cache,
        clock: ServerClock,
        pool: Executor,
        landed: Callable[[list[Landed], set[str]], None],
        failed: Callable[[list[Landed], OSError | StoreError], None],
    ) -> None:
        self._blobs = blobs
        self._cache = cache
        self._clock = clock
        self._pool = pool
        self._landed = landed
        self._failed = failed
        self._waiting: list[Landed] = []
        self._task: asyncio.Task[None] | None = None

    def add(self, finished: Landed) -> None:
        """Take a download whose writer is finished."""
        self._waiting.append(finished)
        if self._task is None:
            self._task = asyncio.create_task(self._land_soon())

    async def flush(self) -> None:
        """Land everything now."""
        while self._waiting or self._task is not None:
            if self._task is None:
                self._task = asyncio.create_task(self._land_soon())
            await asyncio.shield(self._task)

    async def _land_soon(self) -> None:
        try:
            if len(self._waiting) < TOGETHER:
                await asyncio.sleep(PATIENCE)
            while self._waiting:
                some, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                await self._land(some)
        finally:
            self._task = None

    async def _land(self, some: list[Landed]) -> None:
        loop = asyncio.get_running_loop()
        try:
            app_ids = await loop.run_in_executor(self._pool, self._commit, some)
        except (OSError, StoreError) as error:
            for one in some:
                one.writer.close()
            self._failed(some, error)
        else:
            self._landed(some, app_ids)

    def _commit(self, some: list[Landed]) -> set[str]:
        shas = self._blobs.commit([one.writer for one in some])
        return self._cache.mark_cached(shas, self._clock.now())
