"""The window's side of shared memory: what is mapped, on display, and free again.

A page on display is lent out as a buffer; when the last picture, view or slice of it is gone,
wherever that was, the interpreter says so, and only then may the worker draw into it again.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections import OrderedDict, deque
from functools import cache
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from app.media.segments import populate
from app.media.wire import Op, WireError, encode_note

FREE_BYTES = 32 << 20
"""Memory that is kept for the next pages: four scans on a large screen."""

FREE_SLOTS = 8
"""Every slot holds two file descriptors in either process."""


_POPULATE_READ = 22
"""`MADV_POPULATE_READ` of Linux 5.14: no faults on the thread that paints."""


class _Memory(SharedMemory):
    """A mapping; one that a picture still looks at is left to the end of the process."""

    def __del__(self) -> None:
        with contextlib.suppress(BufferError):
            self.close()


class MappedSlots:
    """The slots of one life of the worker. `lend` and `tidy` belong to one thread."""

    def __init__(self) -> None:
        self._all: dict[str, _Memory] = {}
        self._lent: set[str] = set()
        self._free: OrderedDict[str, int] = OrderedDict()
        self._coming_back: deque[str] = deque()
        self._closing: list[_Memory] = []
        self._over = False

    def lend(self, name: str, size: int) -> memoryview:
        """The first `size` bytes of a slot, read-only, until nothing looks at them any more.

        Raises `WireError` for a slot that is on display, OSError where it cannot be mapped.
        """
        if name in self._lent:
            raise WireError("slot on display")
        memory = self._all.get(name)
        if memory is None:
            memory = self._all[name] = _mapped(name, size)
        if memory.size < size:
            raise WireError("slot too small")
        self._free.pop(name, None)
        self._lent.add(name)
        loan = _loan(memory.size).from_buffer(memory.buf)
        loan.name, loan.back = name, self._coming_back
        return memoryview(loan).cast("B")[:size].toreadonly()

    def knows(self, name: str) -> bool:
        """Whether a slot was mapped before."""
        return name in self._all

    def tidy(self) -> list[bytes]:
        """What the worker has to know of slots that came back.

        To be called, and told, while it has no request: both then agree on what is free.
        """
        notes = []
        while self._coming_back:
            name = self._coming_back.popleft()
            self._lent.discard(name)
            if self._over:
                self._closing.append(self._all.pop(name))
                continue
            self._free[name] = self._all[name].size
            notes.append(encode_note(Op.RETURNED, 0, name))
        while len(self._free) > FREE_SLOTS or sum(self._free.values()) > FREE_BYTES:
            name, _ = self._free.popitem(last=False)
            self._closing.append(self._all.pop(name))
            notes.append(encode_note(Op.DROPPED, 0, name))
        self._closing = [memory for memory in self._closing if not _closed(memory)]
        return notes

    def end(self) -> None:
        """The worker is gone: what is on display is unmapped when it comes back."""
        self._over = True
        while self._free:
            self._closing.append(self._all.pop(self._free.popitem()[0]))
        self.tidy()

    @property
    def in_use(self) -> bool:
        """Whether something may come back."""
        return bool(self._lent or self._closing)

    @property
    def lent(self) -> int:
        """Slots that something looks at, as far as `tidy` knows."""
        return len(self._lent)

    @property
    def bytes(self) -> int:
        """Bytes of all that is mapped."""
        return sum(memory.size for memory in [*self._all.values(), *self._closing])


def _mapped(name: str, size: int) -> _Memory:
    memory = _Memory(name)
    if os.name == "posix":
        memory.unlink()
    if memory.size < size:
        memory.close()
        raise OSError(f"slot of {memory.size} bytes for a page of {size}")
    populate(memory, _POPULATE_READ)
    return memory


@cache
def _loan(size: int) -> Any:
    """A type of buffer over foreign memory that tells when it is no longer looked at."""

    def gone(loan: Any) -> None:
        loan.back.append(loan.name)  # on any thread, and within the garbage collector

    return type("Loan", (ctypes.c_ubyte * size,), {"__del__": gone})


def _closed(memory: _Memory) -> bool:
    try:
        memory.close()
    except BufferError:  # its last view is being taken apart on another thread
        return False
    return True
