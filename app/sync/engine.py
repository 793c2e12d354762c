"""The sync engine: everything that is exchanged with the server while the program runs.

It lives in a thread of its own with an asyncio loop; its methods may be called from any thread
and return at once. What happens is told as :mod:`app.sync.events`, in the engine's threads.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from app.protocol.feed import ClaimAnswer, TokenPair
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.case_row import Checker
from app.store.journal import Journal
from app.store.profiles import Profiles
from app.sync.clock import ServerClock
from app.sync.events import OnEvent, SyncStatus
from app.sync.http import Timeouts
from app.sync.loop import LoopThread
from app.sync.probing import Prober
from app.sync.state import Pauses
from app.sync.status import StatusBoard
from app.sync.worker import Worker

T = TypeVar("T")


@dataclass(frozen=True)
class SyncParts:
    """What the engine works on: the open home of one user at one server.

    Attributes:
        checker: the pre-checks (:class:`app.store.assess.Assessor`).
        quota: bytes that attachments may take on the disk; None for no limit.
        prober: looks at files that came (:data:`app.sync.probing.Prober`); None for no looking.
        poll: seconds between two syncs when nothing happens.
    """

    server_url: str
    user_id: str
    device_id: str
    cache: Cache
    journal: Journal
    blobs: BlobStore
    profiles: Profiles
    checker: Checker
    clock: ServerClock
    quota: Callable[[], int | None] = lambda: None
    prober: Prober | None = None
    ssl_context: ssl.SSLContext | None = None
    timeouts: Timeouts | None = None
    poll: float = 45.0


class SyncEngine:
    """Syncs in the background. ``start`` it once, ``stop`` it once; nothing unsent is ever lost."""

    def __init__(self, parts: SyncParts, on_event: OnEvent) -> None:
        self._parts = parts
        self._pauses = Pauses(parts.journal)
        self._board = StatusBoard(parts.journal, on_event)
        self._emit = on_event
        self._loop: LoopThread | None = None
        self._worker: Worker | None = None

    @property
    def status(self) -> SyncStatus:
        """The state now."""
        return self._board.status

    @property
    def paused(self) -> bool:
        """Whether the officer has paused everything."""
        return self._pauses.all

    @property
    def downloads_paused(self) -> bool:
        """Whether the officer has paused the downloads."""
        return self._pauses.downloads

    # --- running

    def start(self, *, auto: bool = True) -> None:
        """Begin. Without ``auto`` nothing is exchanged but what is asked for (command line)."""
        self._loop = LoopThread("sync")
        self._worker = self._loop.submit(
            Worker.make(self._parts, self._pauses, self._board, self._emit)
        ).result()
        self._loop.soon(lambda: self._running.start(auto=auto))

    def stop(self) -> None:
        """End. A batch under way becomes unconfirmed, downloads stay to be resumed."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.submit(self._running.close()).result(30)
            loop.close()
            self._worker = None

    # --- syncing

    def sync_now(self) -> None:
        """Sync as soon as possible, however long the next try was to wait; not while paused."""
        self._soon(lambda worker: worker.wake())

    def sync_once(self) -> Future[None]:
        """Sync once, also while paused; the future ends with it, or with its error."""
        return self._ask(lambda worker: worker.sync_once())

    def pause(self) -> None:
        """Exchange nothing until :meth:`resume`, whatever the network does (kept on disk)."""
        self._pauses.set_all(True)
        self._soon(lambda worker: worker.pauses_changed())

    def resume(self) -> None:
        """End the pause of the officer."""
        self._pauses.set_all(False)
        self._soon(lambda worker: worker.pauses_changed())

    def signed_in(self, pair: TokenPair) -> None:
        """Go on with the tokens of a new sign-in of the same user."""
        self._soon(lambda worker: worker.signed_in(pair))

    def sign_out(self) -> Future[None]:
        """Make the session worthless here and at the server; the outbox stays."""
        return self._ask(lambda worker: worker.sign_out())

    # --- cases

    def claim(self, app_ids: Sequence[str]) -> Future[ClaimAnswer]:
        """签收; the cache shows the outcome when the future is done."""
        return self._ask(lambda worker: worker.with_pull(worker.leases.claim(app_ids)))

    def renew(self, app_ids: Sequence[str]) -> Future[ClaimAnswer]:
        """Lengthen leases."""
        return self._ask(lambda worker: worker.with_pull(worker.leases.renew(app_ids)))

    def release(self, app_ids: Sequence[str]) -> Future[ClaimAnswer]:
        """Give cases back."""
        return self._ask(lambda worker: worker.with_pull(worker.leases.release(app_ids)))

    # --- seals

    def freeze_seal(self, seal_id: str, reason: str) -> Future[None]:
        """Have a seal of one's own office frozen; the cache knows it when the future is done."""
        return self._ask(lambda worker: worker.freeze_seal(seal_id, reason))

    # --- downloads

    def download(self, app_ids: Sequence[str], pinned: bool = False) -> None:
        """Fetch all files of some cases, in this order; noted on disk before this returns."""
        self._parts.cache.want(app_ids, pinned=pinned)
        wanted = frozenset(app_ids)
        self._soon(lambda worker: worker.transfers.look_again(app_ids=wanted))

    def pause_downloads(self, app_ids: Sequence[str] | None = None) -> None:
        """Pause all downloads (kept on disk), or those of some cases (until asked for again)."""
        if app_ids is not None:
            held = frozenset(app_ids)
            self._soon(lambda worker: worker.transfers.hold(held))
            return
        self._pauses.set_downloads(True)
        self._soon(lambda worker: worker.transfers.pause_changed())

    def resume_downloads(self, app_ids: Sequence[str] | None = None) -> None:
        """Go on with all downloads, or with those of some cases."""
        if app_ids is not None:
            wanted = frozenset(app_ids)
            self._soon(lambda worker: worker.transfers.look_again(app_ids=wanted))
            return
        self._pauses.set_downloads(False)
        self._soon(lambda worker: worker.transfers.pause_changed())

    def cancel_download(self, app_id: str) -> None:
        """Ask no longer for the files of a case; what has come half-way is dropped."""
        self._soon(lambda worker: worker.transfers.give_up(frozenset({app_id})))

    def downloads_done(self) -> Future[None]:
        """Ends when nothing is left that could be fetched now."""
        return self._ask(lambda worker: worker.downloads_done())

    # --- inside

    @property
    def _running(self) -> Worker:
        assert self._worker is not None, "the engine is not started"
        return self._worker

    def _soon(self, action: Callable[[Worker], object]) -> None:
        loop, worker = self._loop, self._worker
        if loop is not None and worker is not None:
            loop.soon(lambda: action(worker))

    def _ask(self, work: Callable[[Worker], Coroutine[Any, Any, T]]) -> Future[T]:
        assert self._loop is not None, "the engine is not started"
        return self._loop.submit(work(self._running))
