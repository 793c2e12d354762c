"""Watches the memory of a process and its children from outside."""

from __future__ import annotations

import threading
from typing import Final, Self

import psutil

_EVERY_S: Final = 0.15


class PeakMemory:
    """The most that a process and all its children held together, in bytes.

    Proportional set size where the system tells it: a page that two share counts once. Python's
    own helper for shared memory is among the children.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_S):
            try:
                family = [self._process, *self._process.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self.peak = max(self.peak, sum(_held(one) for one in family))


def _held(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", full.uss))
