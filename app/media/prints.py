"""One hash a page of what it shows, to find out what changed between two files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.media.problems import MediaProblem


@dataclass(frozen=True, slots=True)
class Prints:
    """The hashes of some pages, from the page that was asked for on, of a file of `pages`."""

    pages: int
    hashes: tuple[str, ...]


class PrintRun:
    """Gathers the hashes of all pages: the worker answers with as many as fit into a moment.

    `ask` requests the hashes from a page on; `callback` gets them all, or the problem met.
    """

    def __init__(
        self,
        ask: Callable[[int], None],
        callback: Callable[[tuple[str, ...] | MediaProblem], None],
    ) -> None:
        self._ask = ask
        self._callback = callback
        self._found: list[str] = []
        self._lock = threading.Lock()

    def take(self, got: Prints | MediaProblem) -> None:
        """An answer of the worker."""
        if isinstance(got, MediaProblem):
            self._callback(got)
            return
        with self._lock:
            self._found += got.hashes
            done = len(self._found)
        if done < got.pages and got.hashes:
            self._ask(done)
        else:
            self._callback(tuple(self._found))
