"""Compares two pages without holding up the window: drawn by the worker, compared in a thread."""

from __future__ import annotations

import logging
import math
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from app.media.client import MediaClient
from app.media.facts import PageSize
from app.media.geometry import turned
from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.rendered import RenderedPage
from app.media.requests import Priority, Ticket
from app.media.source import DocumentSource

if TYPE_CHECKING:
    from app.viewers.compare.difference import Difference, Shot

_log = logging.getLogger(__name__)

MAX_PIXELS = 3_000_000
"""Of each picture that is compared; a larger page is drawn smaller."""
_KEPT = 2
"""Results that are kept; each holds two pictures of `MAX_PIXELS`."""
_MOST_ACROSS = 1600


class PageRef(NamedTuple):
    """A page of a document as it is shown."""

    source: DocumentSource
    page: int
    rotation: int
    size: PageSize


class Pair(NamedTuple):
    """The page of the old document and that of the new."""

    old: PageRef
    new: PageRef


@dataclass
class _Order:
    """One comparison on its way. `got` fills with the two drawn pages."""

    pair: Pair
    number: int
    tickets: list[Ticket]
    got: dict[int, RenderedPage]

    def release(self) -> None:
        for page in self.got.values():
            page.release()
        self.got.clear()


class Comparer(QObject):
    """Answers by signal on the thread it lives in; only the newest question is answered.

    Attributes:
        compared: (`Pair`, `Difference`).
        failed: (`Pair`, `MediaProblem`): one of the pages cannot be drawn.
    """

    compared = Signal(object, object)
    failed = Signal(object, object)
    _drawn = Signal(int, int, object)
    _done = Signal(int, object)

    def __init__(self, client: MediaClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="compare")
        self._order: _Order | None = None
        self._number = 0
        self._kept: OrderedDict[Pair, Difference] = OrderedDict()
        queued = Qt.ConnectionType.QueuedConnection
        self._drawn.connect(self._on_drawn, queued)
        self._done.connect(self._on_done, queued)

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._order is not None

    @property
    def kept_bytes(self) -> int:
        """Bytes of the pictures that are kept."""
        return sum(one.over.nbytes + one.mix.nbytes for one in self._kept.values())

    def ask(self, pair: Pair) -> None:
        """Compare two pages; an earlier question is dropped unless it is the same."""
        if self._order is not None and self._order.pair == pair:
            return
        self.stop()
        known = self._kept.get(pair)
        if known is not None:
            self._kept.move_to_end(pair)
            self.compared.emit(pair, known)
            return
        self._number += 1
        self._order = _Order(pair, self._number, [], {})
        for side, ref in enumerate(pair):
            answer = partial(self._send, self._drawn, self._number, side)
            self._order.tickets.append(
                self._client.render(
                    ref.source,
                    ref.page,
                    _width(ref),
                    ref.rotation,
                    answer,
                    Priority.PREFETCH,
                    fine=True,
                )
            )

    def stop(self) -> None:
        """Nothing that is on its way is wanted any more."""
        order, self._order = self._order, None
        if order is not None:
            for ticket in order.tickets:
                ticket.cancel()
            order.release()

    def forget(self) -> None:
        """Stop, and drop the results that are kept."""
        self.stop()
        self._kept.clear()

    def close(self) -> None:
        """Stop and wait for the thread, before the window goes away."""
        self.forget()
        self._pool.shutdown(cancel_futures=True)

    @staticmethod
    def _send(signal: SignalInstance, *what: object) -> None:
        """On another thread. A page for a widget that is gone is given back."""
        try:
            signal.emit(*what)
        except RuntimeError:
            if isinstance(what[-1], RenderedPage):
                what[-1].release()

    def _on_drawn(self, number: int, side: int, got: RenderedPage | MediaProblem) -> None:
        order = self._order
        if order is None or order.number != number:
            if isinstance(got, RenderedPage):
                got.release()
            return
        if isinstance(got, MediaProblem):
            self.stop()
            self.failed.emit(order.pair, got)
            return
        order.got[side] = got
        if len(order.got) == 2:
            pages, order.got = order.got, {}
            done = partial(self._send, self._done, number)
            self._pool.submit(_job, (pages[0], pages[1]), done)

    def _on_done(self, number: int, got: Difference | MediaProblem) -> None:
        order = self._order
        if order is None or order.number != number:
            return
        self._order = None
        if isinstance(got, MediaProblem):
            self.failed.emit(order.pair, got)
            return
        self._kept[order.pair] = got
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.compared.emit(order.pair, got)


def _job(pages: tuple[RenderedPage, RenderedPage], done: Callable[[object], None]) -> None:
    """Compare, on another thread; the pages are given back whatever happens."""
    from app.viewers.compare.difference import compare  # numpy is loaded here, not on the GUI

    try:
        done(compare(_shot(pages[0]), _shot(pages[1])))
    except MemoryError:
        done(MediaError(ProblemCode.TOO_LARGE, pages[0].page).problem)
    except Exception:  # noqa: BLE001 - a strange page must not leave the officer waiting
        _log.exception("two pages could not be compared")
        done(MediaError(ProblemCode.UNSUPPORTED, pages[0].page).problem)
    finally:
        for page in pages:
            page.release()


def _shot(page: RenderedPage) -> Shot:
    from app.viewers.compare.difference import Shot

    return Shot(page.buffer, page.width, page.height, page.stride)


def _width(ref: PageRef) -> int:
    """Pixels across, so that the page stays within `MAX_PIXELS`."""
    size = turned(ref.size, ref.rotation)
    if not (size.width > 0 and size.height > 0):
        size = PageSize(595.0, 842.0)
    most = math.sqrt(MAX_PIXELS * size.width / size.height)
    return max(16, min(_MOST_ACROSS, int(most)))
