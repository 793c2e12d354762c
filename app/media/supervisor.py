"""Keeps a worker running and hands it one request after the other."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections import Counter
from dataclasses import dataclass

from app.media import segments
from app.media.blame import Blame
from app.media.crew import MOST_FAILED_STARTS, Crew
from app.media.facts import DocumentInfo, FileFacts
from app.media.link import Silence, WorkerLink
from app.media.mapped import MappedSlots
from app.media.prints import Prints
from app.media.problems import MediaProblem, ProblemCode
from app.media.rendered import RenderedPage
from app.media.requests import Pending, RequestQueue, Ticket
from app.media.route import Route
from app.media.stats import MediaStats
from app.media.text import PageText
from app.media.wire import Op, PageReply, Reply, WireError, encode_note, encode_request

_log = logging.getLogger(__name__)

HANG_LIMIT_S = 20.0
HELD_UP_S = 2.0
"""How long something nobody looks at may keep the worker from what somebody waits for."""

_COMPUTING_SHARE = 0.1
"""Of its time that a hung worker had a processor, on a machine that may have others to serve."""

_START_LIMIT_S = 60.0
_TRAIN_AFTER_S = 1.0
_TIDY_EVERY_S = 5.0
_ANSWERS = {
    Op.DESCRIBE: DocumentInfo,
    Op.RENDER: PageReply,
    Op.PROBE: FileFacts,
    Op.TEXT: PageText,
    Op.FINGERPRINTS: Prints,
}
_Answer = DocumentInfo | FileFacts | MediaProblem | RenderedPage | PageText | Prints


@dataclass(slots=True)
class _Job:
    """What the worker is at."""

    pending: Pending
    number: int
    begun: float
    computed: float = 0.0


class Supervisor:
    """The loop behind `MediaClient`. `run` is the reader thread; the rest is for any thread."""

    def __init__(self, hang_limit: float, memory_limit: int, *, spare: bool = False) -> None:
        self._hang_limit = hang_limit
        self._requests = RequestQueue()
        self._notes: list[bytes] = []
        self._blame = Blame(hang_limit)
        self._crew = Crew(memory_limit, spare=spare)
        self._lock = threading.Lock()
        self._wake_in, self._wake_out = multiprocessing.Pipe(duplex=False)
        self._awake = False
        self._closing = False
        self._link: WorkerLink | None = None
        self._slots = MappedSlots()
        self._old_slots: list[MappedSlots] = []
        self._job: _Job | None = None
        self._number = 0
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
            busy=self._job is not None,
            served=dict(self._served),
            bytes_read=self._read_before + (link.bytes_read if link is not None else 0),
            worker_pid=self.worker_pid,
            restarts=self._restarts,
            spare_pid=self._crew.spare_pid,
            shared_bytes=self._slots.bytes,
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
        self._blame.forgive(key)

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
            if self._job is None:
                self._hand_out(link)
            if self._link is not None:
                self._attend(link)
        if self._link is not None:
            self._link.end(gently=True)
            self._link = None
        self._crew.end()
        self._slots.end()
        self._requests.drain()

    # --- a worker comes and goes -------------------------------------------------------------

    def _start(self) -> WorkerLink | None:
        """A worker that is ready; None if it does not get ready or `stop` came."""
        if self._crew.failed >= MOST_FAILED_STARTS:
            self._give_up()
            return None
        link = self._link = self._crew.next()
        if link is None:
            return None
        deadline = time.monotonic() + _START_LIMIT_S
        while not link.ready and not self._closing:
            if self._hear(link, deadline) in (Silence.DEAD, Silence.LATE):
                _log.error("the media worker did not get ready")
                self._crew.failed += 1
                self._lose(link)
                return None
        self._crew.failed = 0
        return link

    def _give_up(self) -> None:
        """Say so to all who wait; the next request gives the worker another chance."""
        for pending in self._requests.drain():
            self._tell(pending, MediaProblem(ProblemCode.MEDIA_UNAVAILABLE))
        self._wake_in.poll(None)
        self._drain_wake()
        self._crew.failed = MOST_FAILED_STARTS - 1

    def _lose(self, link: WorkerLink) -> None:
        self._read_before += link.bytes_read
        self._restarts += 1
        self._link = None
        link.end(gently=False)
        self._slots.end()
        self._old_slots.append(self._slots)
        self._slots = MappedSlots()

    def _lost(self, link: WorkerLink, *, late: bool = False) -> None:
        """The worker died, broke the protocol, or is `late` and has to be stopped."""
        job, self._job = self._job, None
        busy = link.computed() if late else 0.0
        self._lose(link)
        if job is None:
            return
        pending, took = job.pending, time.monotonic() - job.begun
        if late and took < self._hang_limit:
            problem: MediaProblem | None = self._blame.held_up(pending)
        elif late:
            computing = busy - job.computed > took * _COMPUTING_SHARE
            problem = self._blame.hung(pending, computing=computing)
        else:
            problem = self._blame.crashed(pending, took)
        if problem is None:
            self._requests.put(pending)
        else:
            self._tell(pending, problem)

    # --- requests and answers ----------------------------------------------------------------

    def _hand_out(self, link: WorkerLink) -> None:
        """Give the worker, which is at nothing, the next request."""
        self._pass_notes(link)
        for note in self._slots.tidy():
            link.send(note)
        while (pending := self._requests.pop()) is not None:
            known = self._blame.known(pending)
            if known is not None:
                self._tell(pending, known)
                continue
            self._number += 1
            if not link.send(encode_request(self._number, pending.request)):
                self._requests.put(pending)
                self._lose(link)
                return
            self._job = _Job(pending, self._number, time.monotonic())
            self._job.computed = link.computed()
            return

    def _attend(self, link: WorkerLink) -> None:
        """Wait for what comes next: an answer, a request, or the end of patience."""
        heard = self._hear(link, self._deadline())
        job = self._job
        if heard is Silence.WOKEN:
            self._pass_notes(link)
        elif heard is Silence.LATE and job is None:
            self._idle()
        elif isinstance(heard, Silence) or job is None:
            self._lost(link, late=heard is Silence.LATE)
        else:
            answer = self._received(link, job, heard)
            if answer is None:
                self._lost(link)
                return
            self._job = None
            self._hand_out(link)  # first of all, so that the worker does not wait for the window
            self._tell(job.pending, answer)

    def _deadline(self) -> float | None:
        job = self._job
        if job is None:
            if self._crew.lacks_spare:
                return time.monotonic() + _TRAIN_AFTER_S
            return (
                time.monotonic() + _TIDY_EVERY_S if self._slots.in_use or self._old_slots else None
            )
        waited_for = job.pending.unseen and self._requests.has_visible()
        return job.begun + (min(HELD_UP_S, self._hang_limit) if waited_for else self._hang_limit)

    def _idle(self) -> None:
        """Nothing happened for a while: `run` gives back what is no longer looked at."""
        self._crew.train()
        for slots in self._old_slots:
            slots.tidy()
        self._old_slots = [slots for slots in self._old_slots if slots.lent]

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

    def _received(
        self, link: WorkerLink, job: _Job, heard: tuple[int, Reply | None]
    ) -> _Answer | None:
        """The answer to a job. None if what was heard is none to it."""
        number, reply = heard
        request = job.pending.request
        if reply is None or number != job.number:
            return None
        if not isinstance(reply, _ANSWERS[request.op] | MediaProblem):
            return None
        if not isinstance(reply, PageReply):
            return reply
        if reply.segment and not link.owns(reply.segment):
            return None
        try:
            pixels = self._pixels(link, reply)
        except WireError:
            _log.exception("the media worker broke the protocol")
            return None
        except OSError:
            _log.exception("a drawn page could not be mapped")
            return MediaProblem(ProblemCode.MEDIA_MEMORY, page=request.page)
        self._served[reply.route] += 1
        return RenderedPage(reply, pixels, page=request.page, rotation=request.rotation)

    def _pixels(self, link: WorkerLink, reply: PageReply) -> memoryview:
        if not reply.segment:
            return memoryview(reply.pixels)
        is_new = not self._slots.knows(reply.segment)
        pixels = self._slots.lend(reply.segment, reply.size)
        if is_new:
            link.send(encode_note(Op.TAKEN, 0, reply.segment))
        return memoryview(bytes(pixels)) if self._copy else pixels

    def _tell(self, pending: Pending, result: _Answer) -> None:
        if pending.ticket.cancelled:
            if isinstance(result, RenderedPage):
                result.release()
            return
        try:
            pending.callback(result)
        except Exception:  # noqa: BLE001 - whoever asked must not end the reader thread
            _log.exception("a callback for a media request failed")
