"""Bringing attachments here: in the order asked for, four at a time, resumed, within the quota.

What is wanted stands in the cache database, so a restart goes on where a kill broke off. The
order is the officer's: cases as they were asked for, files as the form has them. Documents sealed
here are fetched with their time stamps by themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.cache_files import WantedFile
from app.store.errors import StoreError
from app.store.sealed_file import SealedWriter
from app.sync.backoff import Backoff
from app.sync.blob import BlobMismatch, BlobPipe, Cancelled, Stop
from app.sync.errors import ApiProblem, ServerTrouble, SignedOutError, SyncError
from app.sync.events import Notice, OnEvent, Trouble
from app.sync.landing import Landed, Landing
from app.sync.progress import Progress
from app.sync.room import Room
from app.sync.state import Pauses
from app.sync.tokens import Session

_log = logging.getLogger(__name__)

PARALLEL = 4
AHEAD = 64
"""Files looked up at a time."""
FULL_AGAIN = 60.0
"""Seconds after which a full disk is tried again."""


@dataclass
class _Active:
    """A download under way."""

    file: WantedFile
    stop: Stop = field(default_factory=Stop)


class Transfers:
    """Fetches what is wanted while nothing is in the way. All methods run in the loop.

    :param signed_out: told that only a sign-in goes on.
    """

    def __init__(
        self,
        session: Session,
        pipe: BlobPipe,
        cache: Cache,
        blobs: BlobStore,
        landing: Landing,
        room: Room,
        pauses: Pauses,
        pool: Executor,
        progress: Progress,
        emit: OnEvent,
        signed_out: Callable[[SignedOutError], None],
    ) -> None:
        self._session = session
        self._pipe = pipe
        self._cache = cache
        self._blobs = blobs
        self._landing = landing
        self._room = room
        self._pauses = pauses
        self._pool = pool
        self._progress = progress
        self._emit = emit
        self._signed_out = signed_out
        self._queue: deque[WantedFile] = deque()
        self._active: dict[str, tuple[_Active, asyncio.Task[None]]] = {}
        self._landing_now: set[str] = set()
        self._failed: set[str] = set()
        self._deferred: dict[str, Trouble] = {}
        self._broken = 0
        self._held: set[str] = set()
        self._obstacle: Trouble | None = None
        self._told = ""
        self._timer: asyncio.TimerHandle | None = None
        self._backoff = Backoff(base=2.0)
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()

    # --- what the officer asks for

    def look_again(self, *, app_ids: frozenset[str] = frozenset()) -> None:
        """What is wanted has changed, or the server is back: go on with nothing in the way.

        :param app_ids: cases whose files are tried again though they could not be fetched.
        """
        for app_id in app_ids:
            self._failed -= {file.sha256 for file in self._cache.files_of(app_id)}
            self._held.discard(app_id)
        self._clear_obstacle()
        self._deferred.clear()
        self._queue.clear()
        self._plan()
        self._settled.clear()
        self._wake.set()

    def hold(self, app_ids: frozenset[str]) -> None:
        """Pause the files of some cases until they are asked for again."""
        self._held |= app_ids
        self._stop(lambda file: file.app_id in app_ids)
        self.look_again()

    def give_up(self, app_ids: frozenset[str]) -> None:
        """Stop fetching the files of some cases and drop what has come of them."""
        self._cache.unwant(app_ids)
        stopped = self._stop(lambda file: file.app_id in app_ids)
        for app_id in app_ids:
            for file in self._cache.files_of(app_id):
                if file.state != 2 and file.sha256 not in stopped:
                    self._drop_part(file.sha256)
        self.look_again()

    def pause_changed(self) -> None:
        """The officer paused, or went on: stop at once, or go on."""
        if self._pauses.all or self._pauses.downloads:
            self._stop(lambda _file: True)
        self.look_again()

    async def settled(self) -> None:
        """Wait until nothing is under way and nothing could be begun."""
        await self._settled.wait()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and nothing could be begun."""
        paused = self._pauses.all or self._pauses.downloads
        return not (self._active or self._landing_now or (not paused and self._next()))

    # --- the work

    async def run(self) -> None:
        """Work until cancelled; what is under way is then stopped and can be resumed."""
        self._plan()
        try:
            while True:
                self._wake.clear()
                try:
                    self._fill()
                except (OSError, StoreError) as error:
                    self._report_full(_disk_trouble(error))
                if self.idle:
                    self._settled.set()
                await self._wake.wait()
        finally:
            self._stop(lambda _file: True)
            tasks = [task for _, task in self._active.values()]
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._landing.flush()

    def _fill(self) -> None:
        paused = self._pauses.all or self._pauses.downloads
        while not paused and len(self._active) < PARALLEL:
            file = self._next()
            if file is None:
                break
            self._obstacle = self._room.take(file.bytes - file.have)
            if self._obstacle is not None:
                self._report_full(self._obstacle)
                break
            self._queue.popleft()
            if self._blobs.has(file.sha256):  # of a case that was here before
                self._cache.mark_cached([file.sha256], self._session.client.clock.now())
                continue
            active = _Active(file)
            task = asyncio.create_task(self._fetch(active), name=f"fetch {file.sha256[:8]}")
            self._active[file.sha256] = active, task
        waiting = not paused and not self._active and self._next() is None
        last = next(reversed(self._deferred.values()), None) if waiting else None
        self._progress.state(paused=paused, trouble=self._obstacle or last)

    def _next(self) -> WantedFile | None:
        """The file to fetch next, left in the queue."""
        if self._obstacle is not None:
            return None
        busy = self._active.keys() | self._landing_now | self._failed | self._deferred.keys()
        if not self._queue:
            found = self._cache.wanted(AHEAD + len(busy)) + self._stamped()
            self._queue.extend(file for file in found if self._may_fetch(file, busy))
        while self._queue and not self._may_fetch(self._queue[0], busy):
            self._queue.popleft()
        return self._queue[0] if self._queue else None

    def _stamped(self) -> list[WantedFile]:
        """What was sealed here comes back with the server's time stamp, asked for or not."""
        return self._cache.sealed_forms(self._room.sealed())

    def _may_fetch(self, file: WantedFile, busy: set[str]) -> bool:
        return file.sha256 not in busy and file.app_id not in self._held

    async def _fetch(self, active: _Active) -> None:
        file = active.file
        try:
            writer = await self._session.call(self._in_pool, active)
        except Cancelled:
            if file.app_id not in self._held and not self._wanted_still(file):
                self._drop_part(file.sha256)
        except SignedOutError as error:
            self._obstacle = Trouble(error.code, error.params)
            self._signed_out(error)
        except BlobMismatch as error:
            self._fail(file, error.code, error.params)
        except ApiProblem as problem:
            _log.warning("attachment %s refused: %s", file.sha256[:8], problem.code)
            self._fail(file, "BLOB_REFUSED", {})
        except SyncError as error:
            self._retry_later(file, error)
        except (OSError, StoreError) as error:
            self._report_full(_disk_trouble(error))
        except Exception:  # noqa: BLE001 - one strange file must not keep the others away
            _log.exception("attachment %s", file.sha256[:8])
            self._fail(file, "BLOB_REFUSED", {})
        else:
            self._backoff.reset()
            self._broken = 0
            self._landing_now.add(file.sha256)
            self._landing.add(Landed(writer, file.app_id))
        finally:
            del self._active[file.sha256]
            self._wake.set()

    async def _in_pool(self, token: str, active: _Active) -> SealedWriter:
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._pool, self._download, token, active)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            active.stop.set()
            await asyncio.wait([work])
            raise

    def _download(self, token: str, active: _Active) -> SealedWriter:
        """In a thread: the finished writer. A resumed file that turns out wrong is begun anew."""
        file = active.file
        app_ids = frozenset({file.app_id})

        def moved(count: int) -> None:
            self._progress.moved(count, file.sha256, app_ids)

        while True:
            writer = self._blobs.writer(file.sha256, file.bytes)
            resumed = writer.written > 0
            try:
                self._pipe.fetch(token, writer, stop=active.stop, progress=moved)
            except BlobMismatch:
                moved(-writer.written)
                writer.close()
                self._blobs.discard(file.sha256)
                if not resumed:
                    raise
            except BaseException:
                written = writer.written
                writer.close()
                self._cache.note_progress(file.sha256, written)
                raise
            else:
                return writer

    # --- what came of it

    def landed(self, some: list[Landed]) -> None:
        """Files are whole here."""
        self._landing_now -= {one.writer.sha256 for one in some}
        self._progress.finished(len(some))
        self._told = ""
        self._wake.set()
        if not self._active and not self._landing_now:
            self._progress.tell()

    def not_landed(self, some: list[Landed], error: OSError | StoreError) -> None:
        """The disk did not take them."""
        self._landing_now -= {one.writer.sha256 for one in some}
        self._report_full(_disk_trouble(error))
        self._wake.set()

    def _fail(self, file: WantedFile, code: str, params: dict[str, str]) -> None:
        self._failed.add(file.sha256)
        self._cache.mark_missing([file.sha256], self._session.client.clock.now(), code)
        self._emit(Notice(code, {**params, "sha256": file.sha256, "app_id": file.app_id}))
        self._plan()

    def _retry_later(self, file: WantedFile, error: SyncError) -> None:
        """Wait with this file, or with all of them where it is the line that is in trouble.

        A file that breaks off each time, for the server cannot read it, must not hold the others.
        """
        self._deferred[file.sha256] = trouble = Trouble(error.code, error.params)
        self._broken += 1
        if _at_the_door(error) or self._broken >= PARALLEL:
            self._obstacle = self._obstacle or trouble
        if self._timer is None:
            asked = error.retry_after if isinstance(error, ServerTrouble) else None
            self._set_timer(self._backoff.next_delay(asked))

    def _report_full(self, trouble: Trouble) -> None:
        if trouble.code != self._told:
            self._emit(Notice(trouble.code, trouble.params))
        self._told = trouble.code
        self._obstacle = trouble
        self._set_timer(FULL_AGAIN)

    def _set_timer(self, delay: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(delay, self.look_again)

    def _clear_obstacle(self) -> None:
        self._obstacle = None
        self._room.note_quota()
        if not self._active and not self._landing_now:  # else what is under way would count twice
            self._room.measure()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _plan(self) -> None:
        files, size = self._cache.wanted_totals()
        stamped = self._stamped()
        files, size = files + len(stamped), size + sum(one.bytes - one.have for one in stamped)
        failed = len(self._failed)
        self._progress.plan(max(0, files - failed), size, failed=failed)

    def _stop(self, which: Callable[[WantedFile], bool]) -> set[str]:
        stopped = set()
        for active, _ in self._active.values():
            if which(active.file):
                active.stop.set()
                stopped.add(active.file.sha256)
        return stopped

    def _wanted_still(self, file: WantedFile) -> bool:
        return any(one.sha256 == file.sha256 for one in self._cache.wanted(1_000_000))

    def _drop_part(self, sha256: str) -> None:
        self._blobs.discard(sha256)
        self._cache.note_progress(sha256, 0)


def _at_the_door(error: SyncError) -> bool:
    """Whether an error would meet every file alike."""
    if isinstance(error, ServerTrouble):
        return error.status in {429, 503}
    return error.code not in {"CUT_OFF", "STALLED", "GARBAGE"}


def _disk_trouble(error: OSError | StoreError) -> Trouble:
    if isinstance(error, StoreError):
        return Trouble(error.code, error.params)
    return Trouble("DISK_TROUBLE", {"why": error.strerror or type(error).__name__})
