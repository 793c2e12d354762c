"""Keeps a worker running and hands it one request after the other."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections import Counter

from app.media import segments
from app.media.facts import DocumentInfo, FileFacts
from app.media.link import Silence, WorkerLink
from app.media.prints import Prints
from app.media.problems import MediaProblem, ProblemCode
from app.media.rendered import RenderedPage
from app.media.requests import Pending, RequestQueue, Ticket
from app.media.route import Route
from app.media.stats import MediaStats
from app.media.text import PageText
from app.media.wire import Op, PageReply, Reply, Request, WireError, encode_note, encode_request

_log = logging.getLogger(__name__)

HANG_LIMIT_S = 20.0
_START_LIMIT_S = 60.0
_MAX_FAILED_STARTS = 3
_ANSWERS = {
    Op.DESCRIBE: DocumentInfo,
    Op.RENDER: PageReply,
    Op.PROBE: FileFacts,
    Op.TEXT: PageText,
    Op.FINGERPRINTS: Prints,
}
_OF_A_PAGE = (Op.RENDER, Op.TEXT)


class Supervisor:
    """The loop behind `MediaClient`. `run` is the reader thread; the rest is for any thread."""

    def __init__(self, hang_limit: float, memory_limit: int) -> None:
        self._hang_limit = hang_limit
        self._memory_limit = memory_limit
        self._requests = RequestQueue()
        self._notes: list[bytes] = []
        self._blamed: dict[tuple[str, Op, int], MediaProblem] = {}
        self._lock = threading.Lock()
        self._wake_in, self._wake_out = multiprocessing.Pipe(duplex=False)
        self._awake = False
        self._closing = False
        self._link: WorkerLink | None = None
        self._number = 0
        self._failed_starts = 0
        self._copy = segments.is_small()
        self._served: Counter[Route] = Counter()
        self._read_before = 0
        self._restarts = 0

    @property
    def worker_pid(self) -> int | None:
        """Process id of a worker that is ready."""
        link = self._link
        return link.pid if link is not None and link.ready else None

    def stats(self) -> MediaStats:
        """Figures so far."""
        link = self._link
        return MediaStats(
            waiting=len(self._requests),
            served=dict(self._served),
            bytes_read=self._read_before + (link.bytes_read if link is not None else 0),
            worker_pid=self.worker_pid,
            restarts=self._restarts,
        )

    def submit(self, pending: Pending) -> Ticket:
        """Queue a request."""
        self._requests.put(pending)
        self._wake()
        return pending.ticket

    def forget(self, key: str) -> None:
        """Have the worker close its file of `key`."""
        with self._lock:
            self._notes.append(encode_note(Op.FORGET, 0, key))
        self._wake()

    def allow_again(self, key: str) -> None:
        """Lift the blame from everything of `key`."""
        with self._lock:
            self._blamed = {mark: why for mark, why in self._blamed.items() if mark[0] != key}

    def stop(self) -> None:
        """Let `run` end soon."""
        self._closing = True
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if not self._awake:
                self._awake = True
                self._wake_out.send_bytes(b"!")

    def run(self) -> None:
        """Serve until `stop`."""
        while not self._closing:
            link = self._link or self._start()
            if link is None:
                continue
            self._pass_notes(link)
            pending = self._requests.pop()
            if pending is not None:
                self._serve(link, pending)
            elif self._hear(link, None) is not Silence.WOKEN:
                self._lose()
        if self._link is not None:
            self._link.end(gently=True)
            self._link = None
        self._requests.drain()

    def _start(self) -> WorkerLink | None:
        """A worker that is ready; None if it does not get ready or `stop` came."""
        if self._failed_starts >= _MAX_FAILED_STARTS:
            self._give_up()
            return None
        try:
            link = self._link = WorkerLink(self._memory_limit)
        except OSError:
            _log.exception("the media worker could not be started")
            self._failed_starts += 1
            return None
        deadline = time.monotonic() + _START_LIMIT_S
        while not link.ready and not self._closing:
            if self._hear(link, deadline) in (Silence.DEAD, Silence.LATE):
                _log.error("the media worker did not get ready")
                self._failed_starts += 1
                self._lose()
                return None
        self._failed_starts = 0
        return link

    def _give_up(self) -> None:
        """Say so to all who wait; the next request gives the worker another chance."""
        for pending in self._requests.drain():
            self._tell(pending, MediaProblem(ProblemCode.MEDIA_UNAVAILABLE))
        self._wake_in.poll(None)
        self._drain_wake()
        self._failed_starts = _MAX_FAILED_STARTS - 1

    def _lose(self) -> None:
        if self._link is not None:
            self._read_before += self._link.bytes_read
            self._restarts += 1
            self._link.end(gently=False)
            self._link = None

    def _hear(self, link: WorkerLink, deadline: float | None) -> tuple[int, Reply | None] | Silence:
        timeout = None if deadline is None else max(0.0, deadline - time.monotonic())
        try:
            heard = link.wait(self._wake_in, timeout)
        except WireError:
            _log.exception("the media worker broke the protocol")
            return Silence.DEAD
        if heard is Silence.WOKEN:
            self._drain_wake()
        return heard

    def _drain_wake(self) -> None:
        with self._lock:
            self._wake_in.recv_bytes()
            self._awake = False

    def _pass_notes(self, link: WorkerLink) -> None:
        with self._lock:
            notes, self._notes = self._notes, []
        for note in notes:
            link.send(note)

    def _serve(self, link: WorkerLink, pending: Pending) -> None:
        mark = _mark(pending.request)
        known = self._blamed.get(mark)
        if known is not None:
            self._tell(pending, known)
            return
        self._number += 1
        if not link.send(encode_request(self._number, pending.request)):
            self._requests.put(pending)
            self._lose()
            return
        deadline = time.monotonic() + self._hang_limit
        while not self._closing:
            heard = self._hear(link, deadline)
            if heard is Silence.WOKEN:
                self._pass_notes(link)
                continue
            if not isinstance(heard, Silence) and self._deliver(link, pending, heard):
                return
            hung = heard is Silence.LATE
            self._lose()
            code = ProblemCode.MEDIA_HUNG if hung else ProblemCode.MEDIA_CRASHED
            page = pending.request.page if pending.request.op in _OF_A_PAGE else None
            problem = MediaProblem(code, {"seconds": round(self._hang_limit)} if hung else {}, page)
            with self._lock:
                self._blamed[mark] = problem
            self._tell(pending, problem)
            return

    def _deliver(self, link: WorkerLink, pending: Pending, heard: tuple[int, Reply | None]) -> bool:
        """Hand over a reply. False if it is none to what was asked."""
        number, reply = heard
        expected = _ANSWERS[pending.request.op]
        if reply is None or number != self._number:
            return False
        if not isinstance(reply, expected | MediaProblem):
            return False
        if not isinstance(reply, PageReply):
            self._tell(pending, reply)
            return True
        if not link.owns(reply.segment):
            return False
        try:
            segment = segments.take(reply.segment, reply.size)
        except OSError:
            _log.exception("a drawn page could not be mapped")
            self._tell(pending, MediaProblem(ProblemCode.MEDIA_MEMORY, page=pending.request.page))
            return True
        link.send(encode_note(Op.TAKEN, number, reply.segment))
        self._served[reply.route] += 1
        request = pending.request
        self._tell(
            pending,
            RenderedPage(
                reply, segment, page=request.page, rotation=request.rotation, copy=self._copy
            ),
        )
        return True

    def _tell(
        self,
        pending: Pending,
        result: DocumentInfo | FileFacts | MediaProblem | RenderedPage | PageText | Prints,
    ) -> None:
        if pending.ticket.cancelled:
            if isinstance(result, RenderedPage):
                result.release()
            return
        try:
            pending.callback(result)
        except Exception:  # noqa: BLE001 - whoever asked must not end the reader thread
            _log.exception("a callback for a media request failed")


def _mark(request: Request) -> tuple[str, Op, int]:
    return request.source.key, request.op, request.page
