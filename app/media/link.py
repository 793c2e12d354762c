"""One life of the worker process and the pipe to it."""

from __future__ import annotations

import multiprocessing
import os
from enum import Enum
from multiprocessing import connection
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from app.media import job_object, segments
from app.media.wire import MAX_MESSAGE, Op, Reply, WireError, bytes_read, decode_reply, split

if TYPE_CHECKING:
    import psutil

_LEAVE_S = 2.0


def _enter(pipe: Connection, owner: int, memory_limit: int) -> None:
    """First step in the worker; imported there, so that the window never loads a decoder."""
    from app.media.worker import main

    main(pipe, owner, memory_limit)


class Silence(Enum):
    """Why `WorkerLink.wait` has nothing to read."""

    WOKEN = "woken"
    LATE = "late"
    DEAD = "dead"


class WorkerLink:
    """A running worker, started on construction; used by one thread.

    The 'spawn' method imports the program's main module again in the worker: program entry
    points therefore keep their imports inside `main()` and call
    `multiprocessing.freeze_support()`.
    """

    def __init__(self, memory_limit: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=True)
        self._process = context.Process(
            target=_enter, args=(theirs, os.getpid(), memory_limit), name="media", daemon=True
        )
        try:
            self._process.start()
        finally:
            theirs.close()
        job_object.confine(self._process.sentinel, memory_limit)
        self._usage: psutil.Process | None = None
        self.ready = False
        self.bytes_read = 0
        """Bytes of documents the worker has read."""

    @property
    def pid(self) -> int:
        """Process id of the worker."""
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """Whether the worker still runs."""
        return self._process.is_alive()

    def computed(self) -> float:
        """Seconds of processor time the worker has used in its life; 0 if it is gone."""
        import psutil

        try:
            if self._usage is None:
                self._usage = psutil.Process(self.pid)
            used = self._usage.cpu_times()
        except psutil.Error:
            return 0.0
        return float(used.user + used.system)

    def send(self, message: bytes) -> bool:
        """Send; False if the worker is gone."""
        try:
            self._pipe.send_bytes(message)
        except (BrokenPipeError, ConnectionResetError, OSError):
            return False
        return True

    def wait(self, wake: Connection, timeout: float | None) -> tuple[int, Reply | None] | Silence:
        """The next reply with its request number (READY has none), or why there is none.

        Raises `WireError` if the worker says something outside the protocol.
        """
        found = connection.wait([self._pipe, wake, self._process.sentinel], timeout)
        if self._pipe in found:
            try:
                message = self._pipe.recv_bytes(MAX_MESSAGE)
            except (EOFError, ConnectionResetError):
                return Silence.DEAD
            except OSError as error:
                raise WireError("too long") from error
            op, number, body = split(message)
            if op is Op.READY:
                self.ready = True
                return number, None
            self.bytes_read = bytes_read(message)
            return number, decode_reply(op, body)
        if self._process.sentinel in found:
            return Silence.DEAD
        return Silence.WOKEN if wake in found else Silence.LATE

    def owns(self, segment: str) -> bool:
        """Whether a segment name is one this worker may hand out."""
        return segment.startswith(segments.prefix_of(os.getpid(), self.pid))

    def end(self, *, gently: bool) -> None:
        """Close the pipe, on which the worker leaves, or kill it; clear what it left."""
        self._pipe.close()
        if gently:
            self._process.join(_LEAVE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_LEAVE_S)
        segments.clear_of(os.getpid(), self.pid)
