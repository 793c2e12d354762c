"""The engine's inside: what runs in the loop. Made, used and closed there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from app.protocol.feed import TokenPair
from app.store.errors import StoreError
from app.sync.backoff import Backoff
from app.sync.blob import BlobPipe
from app.sync.client import ApiClient
from app.sync.cycle import Cycle
from app.sync.errors import ServerTrouble, SignedOutError, SyncError, Unreachable
from app.sync.events import (
    CasesChanged,
    Event,
    Notice,
    OnEvent,
    Phase,
    SignedOut,
    TransferProgress,
    Trouble,
)
from app.sync.handing_in import HandingIn
from app.sync.landing import Landed, Landing
from app.sync.leases import Leases
from app.sync.probing import Probing
from app.sync.progress import Progress
from app.sync.pull import Pull
from app.sync.push import Push
from app.sync.room import Room
from app.sync.seals import SealBooks
from app.sync.state import JournalTokens, Pauses
from app.sync.status import StatusBoard
from app.sync.tokens import Session
from app.sync.transfer import PARALLEL, Transfers

if TYPE_CHECKING:
    from app.sync.engine import SyncParts

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Worker:
    """Session, cycle, transfers and the timer that drives them."""

    def __init__(self, parts: SyncParts, pauses: Pauses, board: StatusBoard, emit: OnEvent) -> None:
        self._parts = parts
        self._pauses = pauses
        self._board = board
        self._emit = emit
        self._backoff = Backoff()
        self._retry: datetime | None = None
        self._files_unknown = False
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._pool = ThreadPoolExecutor(PARALLEL + 2, thread_name_prefix="sync-io")
        self._client = ApiClient(
            parts.server_url,
            device_id=parts.device_id,
            clock=parts.clock,
            timeouts=parts.timeouts,
            ssl_context=parts.ssl_context,
        )
        self._pipe = BlobPipe(
            parts.server_url,
            timeouts=parts.timeouts,
            ssl_context=parts.ssl_context,
            connections=PARALLEL,
        )
        self._session = Session(self._client, JournalTokens(parts.journal), parts.user_id)
        self.leases = Leases(self._session, parts.cache)
        self._cycle = self._make_cycle()
        self._probing = (
            Probing(parts.blobs, parts.cache, parts.checker, emit, parts.prober)
            if parts.prober is not None
            else None
        )
        self._progress = Progress(self._progressed)
        self._room = Room(parts.blobs, parts.cache, parts.journal, parts.clock, emit, parts.quota)
        self.transfers = self._make_transfers()

    @classmethod
    async def make(
        cls, parts: SyncParts, pauses: Pauses, board: StatusBoard, emit: OnEvent
    ) -> Worker:
        """Build one in the loop that is to run it."""
        return cls(parts, pauses, board, emit)

    def start(self, *, auto: bool) -> None:
        """Begin to fetch what is wanted, and with ``auto`` to sync."""
        self._tasks.append(asyncio.create_task(self._download(), name="downloads"))
        if auto:
            self._tasks.append(asyncio.create_task(self._drive(), name="drive"))

    async def close(self) -> None:
        """Stop everything and close the connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()
        self._pipe.close()
        await asyncio.to_thread(self._pool.shutdown)
        self._board.set(phase=Phase.STOPPED, next_try=None)

    # --- what the officer asks for

    def wake(self) -> None:
        """Sync now."""
        self._wake.set()

    def pauses_changed(self) -> None:
        """The officer paused, or went on."""
        self.transfers.pause_changed()
        if self._pauses.all:
            self._board.set(phase=Phase.PAUSED, next_try=None)
        self._wake.set()

    def signed_in(self, pair: TokenPair) -> None:
        """Go on with new tokens."""
        try:
            self._session.adopt(pair)
        except SignedOutError as error:
            self._over(error)
            return
        self._backoff.reset()
        self._wake.set()

    async def freeze_seal(self, seal_id: str, reason: str) -> None:
        """Have a seal frozen at once."""
        books = SealBooks(self._session, self._parts.cache, self._emit)
        await books.freeze(seal_id, reason)

    async def sign_out(self) -> None:
        """End the session; a server that cannot be reached hears of it no more."""
        try:
            await self._session.sign_out()
        except SyncError as error:
            _log.warning("the server was not told of the sign-out: %s", error.code)
        self._board.set(phase=Phase.SIGNED_OUT, next_try=None)

    async def with_pull(self, work: Coroutine[Any, Any, T]) -> T:
        """Do ``work``, then pull to see what it changed; how the pull ends is not its matter."""
        try:
            answer = await work
        except SignedOutError as error:
            self._over(error)
            raise
        async with self._one_at_a_time:
            try:
                await self._cycle.pull()
            except (SyncError, StoreError) as error:
                self._failed(error)
        return answer

    async def sync_once(self) -> None:
        """Sync from beginning to end.

        :raises SyncError: what ended it.
        :raises StoreError: this machine's own trouble.
        """
        async with self._one_at_a_time:
            self._retry = None
            self._board.set(phase=Phase.SYNCING, next_try=None)
            try:
                # A cache that was made anew knows nothing of the files beside it.
                self._files_unknown |= self._parts.cache.feed_state().cursor is None
                pulled = await self._cycle.run()
                if pulled.removed:
                    self._room.sweep()
                if self._files_unknown:
                    await self._reconcile()
                    self._files_unknown = False
            except SignedOutError as error:
                self._over(error)
                raise
            except (SyncError, StoreError) as error:
                self._failed(error)
                raise
            self._backoff.reset()
            self._board.set(
                phase=Phase.PAUSED if self._pauses.all else Phase.IDLE,
                online=True,
                last_sync=self._client.clock.now(),
                trouble=None,
            )
        self.transfers.look_again()

    async def downloads_done(self) -> None:
        """Wait until nothing is left that could be fetched now."""
        self.transfers.look_again()
        await self.transfers.settled()
        if self._probing is not None:
            await self._probing.settled()

    async def _reconcile(self) -> None:
        """Note which files are on the disk: a kill or a new cache may have missed some."""
        parts, loop = self._parts, asyncio.get_running_loop()
        now = parts.clock.now()
        changed = await loop.run_in_executor(self._pool, parts.cache.reconcile, parts.blobs, now)
        if changed:
            self._emit(CasesChanged(frozenset(changed)))
        if self._probing is not None:
            self._probing.ask_for_rest()

    # --- the drive

    async def _drive(self) -> None:
        while True:
            self._wake.clear()
            delay = await self._try()
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._wake.wait()

    async def _try(self) -> float | None:
        """Sync unless paused; seconds until the next time, None where only the officer goes on."""
        if self._pauses.all:
            self._board.set(phase=Phase.PAUSED, next_try=None)
            return None
        try:
            await self.sync_once()
        except SignedOutError:
            return None
        except (SyncError, StoreError):
            return self._until_retry()
        except Exception:  # noqa: BLE001 - a defect is told, and must not end the syncing
            _log.exception("the sync broke off")
            self._emit(Notice("SYNC_DEFECT"))
            self._failed(SyncError("SYNC_DEFECT"))
            return self._until_retry()
        return self._parts.poll

    def _until_retry(self) -> float:
        planned = self.retry_at(None)
        return max(0.0, (planned - self._client.clock.local()).total_seconds())

    def retry_at(self, error: SyncError | None) -> datetime:
        """When to try again after a failure; the same moment for all that failed together."""
        if self._retry is None:
            asked = error.retry_after if isinstance(error, ServerTrouble) else None
            delay = self._backoff.next_delay(asked)
            self._retry = self._client.clock.local() + timedelta(seconds=delay)
        return self._retry

    def _failed(self, error: SyncError | StoreError) -> None:
        sync_error = error if isinstance(error, SyncError) else None
        if sync_error is None:
            self._emit(Notice(error.code, error.params))
        online = self._board.status.online
        if isinstance(error, Unreachable):
            online = False
        elif isinstance(error, ServerTrouble):
            online = True
        self._board.set(
            phase=Phase.WAITING,
            online=online,
            trouble=Trouble(error.code, error.params),
            next_try=self.retry_at(sync_error),
        )

    def _over(self, error: SignedOutError) -> None:
        trouble = Trouble(error.code, error.params)
        self._board.set(phase=Phase.SIGNED_OUT, trouble=trouble, next_try=None)
        self._emit(SignedOut(error.code, error.params))

    # --- parts

    async def _download(self) -> None:
        await self._reconcile()
        await self.transfers.run()

    def _make_cycle(self) -> Cycle:
        parts = self._parts
        handing_in = HandingIn(self._session, parts.journal, parts.blobs)
        push = Push(self._session, parts.journal, self._emit, self.retry_at, handing_in.to_come)
        pull = Pull(self._session, parts.cache, parts.journal, parts.checker, self._emit)
        return Cycle(
            self._session,
            parts.cache,
            parts.journal,
            parts.profiles,
            parts.checker,
            handing_in,
            push,
            pull,
            self._emit,
        )

    def _make_transfers(self) -> Transfers:
        parts = self._parts
        landing = Landing(
            parts.blobs,
            parts.cache,
            parts.clock,
            self._pool,
            self._landed,
            lambda some, error: self.transfers.not_landed(some, error),
        )
        return Transfers(
            self._session,
            self._pipe,
            parts.cache,
            parts.blobs,
            landing,
            self._room,
            self._pauses,
            self._pool,
            self._progress,
            self._emit,
            self._over,
        )

    def _landed(self, some: list[Landed], app_ids: set[str]) -> None:
        self.transfers.landed(some)
        if app_ids:
            self._emit(CasesChanged(frozenset(app_ids)))
        if self._probing is not None:
            for one in some:
                self._probing.ask(one.writer.sha256, one.app_id)

    def _progressed(self, event: Event) -> None:
        if isinstance(event, TransferProgress):
            self._board.note_transfers(event.status)
        self._emit(event)
