"""Background work: reading on a pool, writing on one thread, results on the GUI thread.

After Anki's `QueryOp` and `CollectionOp` (design §3): a query may run beside others and be thrown
away; a mutation runs alone, in the order it was asked for, and is always finished.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal
from shiboken6 import isValid

T = TypeVar("T")
_QUERY_THREADS = 3


class Token:
    """Whether anybody still wants an answer."""

    __slots__ = ("_generation", "_number")

    def __init__(self, generation: Generation, number: int) -> None:
        self._generation, self._number = generation, number

    @property
    def live(self) -> bool:
        """False once the generation has moved on."""
        return self._generation.number == self._number


class Generation:
    """Counts questions of one kind; a new one makes the answers to the former ones stale."""

    def __init__(self) -> None:
        self.number = 0

    def next(self) -> Token:
        """Begin a new generation."""
        self.number += 1
        return Token(self, self.number)

    def cancel(self) -> None:
        """Make every open answer stale."""
        self.number += 1


class TaskRunner(QObject):
    """Runs functions away from the GUI thread and hands their results back to it.

    A result is dropped when its token is stale or the widget whose method should get it is gone.

    Attributes:
        unhandled: a failure that nobody asked for; carries the exception.
        busyChanged: whether mutations are under way.
    """

    unhandled = Signal(object)
    busyChanged = Signal(bool)
    _deliver = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queries = ThreadPoolExecutor(_QUERY_THREADS, thread_name_prefix="query")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._closed = False
        self._mutations = 0
        self._lock = threading.Lock()
        self._deliver.connect(self._run_delivery, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a mutation is under way."""
        return self._mutations > 0

    def query(
        self,
        fn: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        token: Token | None = None,
    ) -> None:
        """Read something on the pool; with a stale ``token`` it is not even begun."""
        if self._closed:
            return

        def work() -> None:
            if token is None or token.live:
                self._call(fn, then, failed, token, mutation=False)

        self._queries.submit(work)

    def mutation(
        self,
        fn: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Write something, alone and in order.

        Raises:
            RuntimeError: the runner was shut down; nothing would be written.
        """
        if self._closed:
            raise RuntimeError("a write was asked for after the shutdown")
        self._count(+1)
        self._writer.submit(self._call, fn, then, failed, None, mutation=True)

    def shutdown(self, then: Callable[[], None] | None = None) -> None:
        """Drop waiting queries and finish every mutation; no result is delivered afterwards.

        With ``then`` it returns at once and calls back on the GUI thread when all is written;
        without, it waits.
        """
        self._closed = True
        self._queries.shutdown(wait=False, cancel_futures=True)
        if then is None:
            self._writer.shutdown(wait=True)
            return
        finished = then

        def drained(_future: Future[None]) -> None:
            self._deliver.emit(finished)

        self._writer.submit(lambda: None).add_done_callback(drained)
        self._writer.shutdown(wait=False)

    # --- inside --------------------------------------------------------------------------------

    def _call(
        self,
        fn: Callable[[], T],
        then: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
        token: Token | None,
        *,
        mutation: bool,
    ) -> None:
        try:
            result = fn()
        except Exception as error:  # noqa: BLE001  handed to whoever asked, or to `unhandled`
            caught = error
            self._send(lambda: self._fail(failed, caught), token, mutation)
        else:
            self._send(lambda: self._succeed(then, result), token, mutation)

    def _send(
        self,
        call: Callable[[], None],
        token: Token | None,
        mutation: bool,
    ) -> None:
        def deliver() -> None:
            if mutation:
                self._count(-1)
            if not self._closed and (token is None or token.live):
                call()

        if isValid(self):
            self._deliver.emit(deliver)

    @staticmethod
    def _succeed(then: Callable[[T], None] | None, result: T) -> None:
        if then is not None and _alive(then):
            then(result)

    def _fail(self, failed: Callable[[Exception], None] | None, error: Exception) -> None:
        if failed is not None and _alive(failed):
            failed(error)
        else:
            self.unhandled.emit(error)

    def _run_delivery(self, call: Callable[[], None]) -> None:
        assert QThread.currentThread() is self.thread()
        call()

    def _count(self, change: int) -> None:
        with self._lock:
            self._mutations += change
            busy = self._mutations
        if busy == (1 if change > 0 else 0):
            self.busyChanged.emit(busy > 0)


def _alive(receiver: Callable[..., Any] | None) -> bool:
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
