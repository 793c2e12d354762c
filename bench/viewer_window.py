"""The real viewer in a process of its own, offscreen, paging as it is told.

No decoder is loaded here, so its memory and its stalls are those of the program's window.
"""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.media.client import MediaClient
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource
from app.viewers.page_cache import PageCache
from app.viewers.state import ViewState
from app.viewers.viewer import DocumentView
from bench.partner import answer
from bench.watching import Stalls, rest, wait_for

THINK_S: Final = 0.25
"""Seconds between two keys: nobody reads faster."""
_PATIENCE_S: Final = 60.0


def main() -> None:
    """Answer until there are no more questions."""
    application = QApplication([])
    application.setStyle("Fusion")
    window = _Window()
    try:
        answer([
            window.fit, window.open, window.hits, window.misses, window.handed, window.thumbs,
            window.idle, window.figures, window.close,
        ])  # fmt: skip
    finally:
        window.end()


class _Window:
    """A viewer on screen, over its own worker with a spare."""

    def __init__(self) -> None:
        self._client = MediaClient(spare=True)
        self._client.start()
        self._cache = PageCache()
        self._view = DocumentView(self._client, cache=self._cache)
        self._painted: dict[int, float] = {}
        self._worked: dict[int, float] = {}
        self._view.pagePainted.connect(self._on_painted)
        self._view.resize(1400, 1050)
        self._view.show()
        self._most_cached = 0
        wait_for("the worker", lambda: self._client.worker_pid)
        wait_for("its spare", lambda: self._client.stats().spare_pid)
        rest(1.0)

    def end(self) -> None:
        """Everything away."""
        self._view.set_document(None)
        self._client.close()

    def fit(self, path: str, width: int) -> int:
        """Make the window so wide that a page of this file is ``width`` pixels wide."""
        self.open(path)
        for _ in range(4):
            now = self._page_width()
            if now == width:
                break
            self._view.resize(self._view.width() + width - now, self._view.height())
            rest(0.4)
        self.close()
        return now

    def open(self, path: str, sealed: str = "") -> dict[str, float]:
        """Open a file that the worker does not know, up to its first page on screen."""
        source = _source(path, sealed)
        self._painted.clear()
        with Stalls() as stalls:
            begin = time.perf_counter()
            self._view.set_document(source, ViewState())  # not where it was left
            wait_for("the first page", lambda: 0 in self._painted)
            taken = (self._painted[0] - begin) * 1000
            self._calm()
        return {"painted": taken, "stall": stalls.longest}

    def close(self) -> None:
        """Forget the file that is open."""
        self._view.close_document()
        self._calm()  # nothing of ours runs while others are measured

    def hits(self, pages: int) -> dict[str, Any]:
        """Page Down, after the time it takes to look at a page."""

        def turn(_page: int) -> None:
            QTest.keyClick(self._view, Qt.Key.Key_PageDown)

        first = self._view.page + 1
        return self._flips(range(first, min(first + pages, self._view.page_count)), turn)

    def misses(self, pages: list[int]) -> dict[str, Any]:
        """Jumps to pages that nobody could foresee."""
        known = [page for page in pages if page < self._view.page_count]
        return self._flips(known, self._view.go_to_page)

    def _flips(self, pages: Any, turn: Callable[[int], object]) -> dict[str, Any]:
        times, worked, longest = [], [], 0.0
        for page in pages:
            self._calm()
            self._painted.clear()
            with Stalls() as stalls:
                begin, before = time.perf_counter(), time.thread_time()
                turn(page)
                wait_for("the page", partial(self._painted.get, page))
                times.append((self._painted[page] - begin) * 1000)
                worked.append((self._worked[page] - before) * 1000)
                rest(THINK_S)
            longest = max(longest, stalls.longest)
        return {"times": times, "worked": worked, "stall": longest}

    def handed(self, path: str, pages: int, width: int, sealed: str = "") -> dict[str, Any]:
        """The same without a viewer: until the window has the pixels of each page."""
        source = _source(path, sealed)
        self._client.forget(source.key)
        self._calm()
        read = self._client.stats().bytes_read
        begin = time.perf_counter()
        _asked(lambda tell: self._client.describe(source, tell))
        self._page(source, 0, width)
        first = (time.perf_counter() - begin) * 1000
        read = self._client.stats().bytes_read - read
        flips = []
        for page in range(1, pages):
            begin = time.perf_counter()
            self._page(source, page, width)
            flips.append((time.perf_counter() - begin) * 1000)
        self._client.forget(source.key)
        return {"first": [first], "flip": flips, "read": read}

    def thumbs(self, path: str, count: int, width: int) -> dict[str, float]:
        """All small pictures of a document that is open, asked for at once."""
        source = _source(path, "")
        self._calm()
        _asked(lambda tell: self._client.describe(source, tell))
        came: queue.SimpleQueue[Any] = queue.SimpleQueue()
        with Stalls() as stalls:
            begin = time.perf_counter()
            for page in range(count):
                self._client.thumbnail(source, page, width, came.put)
            wait_for("the small pictures", lambda: came.qsize() == count)
            taken = (time.perf_counter() - begin) * 1000
        for _ in range(count):
            assert isinstance(came.get(), RenderedPage)
        self._client.forget(source.key)
        return {"taken": taken, "stall": stalls.longest}

    def idle(self, seconds: float) -> float:
        """The longest stall while nothing happens."""
        with Stalls() as stalls:
            rest(seconds)
        return stalls.longest

    def figures(self) -> dict[str, Any]:
        """What the worker and the cache hold and did."""
        stats = self._client.stats()
        return {
            "served": {route.name: count for route, count in stats.served.items()},
            "read": stats.bytes_read,
            "cached": self._most_cached,
            "restarts": stats.restarts,
        }

    def _page_width(self) -> int:
        frame = self._view.canvas.frame
        assert frame is not None
        return self._view.canvas.device_width(frame)

    def _page(self, source: DocumentSource, page: int, width: int) -> None:
        got = _asked(lambda tell: self._client.render(source, page, width, 0, tell))
        if not isinstance(got, RenderedPage):
            raise TypeError(f"page {page} of {source.name}: {got}")
        got.release()

    def _calm(self) -> None:
        """Wait until the pages ahead are there and the worker has nothing to do."""
        end = time.perf_counter() + _PATIENCE_S
        quiet = 0
        while quiet < 3 and time.perf_counter() < end:
            rest(0.03)
            stats = self._client.stats()
            quiet = 0 if stats.busy or stats.waiting else quiet + 1
            self._most_cached = max(self._most_cached, self._cache.bytes)

    def _on_painted(self, _key: str, page: int) -> None:
        """At the end of the paint event."""
        if page not in self._painted:
            self._painted[page], self._worked[page] = time.perf_counter(), time.thread_time()


def _source(path: str, sealed: str) -> DocumentSource:
    if not sealed:
        return DocumentSource.of_file(Path(path))
    return DocumentSource(f"sealed {path}", Path(path), "sealed.pdf", bytes.fromhex(sealed))


def _asked(ask: Callable[[Callable[[Any], None]], object]) -> Any:
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    ask(answers.put)
    return answers.get(timeout=_PATIENCE_S)
