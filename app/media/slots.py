"""The worker's side of shared memory: a few slots that pages are drawn into again and again.

New memory costs more than it looks: the system clears every page of it, and both processes take a
fault for each when they first touch it, together a quarter of what decoding a scan takes. So the
window gives a slot back when nothing shows it any more (see `mapped`), and the next page goes
there. A slot that the window has not given back is never written to.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from multiprocessing.shared_memory import SharedMemory

from app.media.segments import LINUX_ROOM, populate, prefix_of

_SPARE_SHARE = 1.5
"""How much larger than a page a slot may be that is used for it."""

_GRAIN = 1 << 18
_POPULATE_WRITE = 23
"""`MADV_POPULATE_WRITE` of Linux 5.14."""


class NoRoomError(OSError):
    """The system has no shared memory left for a page."""


class Slots:
    """Every segment of this worker; used by its two threads."""

    def __init__(self, owner: int) -> None:
        self._prefix = prefix_of(owner, os.getpid())
        self._count = 0
        self._closed = False
        self._lock = threading.Lock()
        self._all: dict[str, SharedMemory] = {}
        self._free: list[str] = []
        self._ready = ""
        """The free one that was made before it was needed."""
        self._named: set[str] = set()
        """Those the window has not mapped yet, whose names are still to be seen."""

    def take(self, size: int) -> SharedMemory:
        """A slot for `size` bytes, its memory reserved. Raises `NoRoomError`."""
        with self._lock:
            fits = [name for name in self._free if self._fits(name, size)]
            if fits:
                name = min(fits, key=lambda one: self._all[one].size)
                self._free.remove(name)
                return self._all[name]
        return self._made(size)

    def prepare(self, size: int) -> None:
        """Have a slot for `size` bytes at hand, now that there is time to make one."""
        with self._lock:
            if self._closed or any(self._fits(name, size) for name in self._free):
                return
            old = self._ready if self._ready in self._free and self._ready in self._named else ""
        if old:
            self.dropped(old)
        with contextlib.suppress(NoRoomError):
            slot = self._made(size)
            with self._lock:
                self._free.append(slot.name)
                self._ready = slot.name

    def _made(self, size: int) -> SharedMemory:
        with self._lock:
            if self._closed:
                raise NoRoomError("closed")
            self._count += 1
            name = f"{self._prefix}{self._count}"
            rounded = -(-size // _GRAIN) * _GRAIN
            try:
                slot = self._all[name] = SharedMemory(name, create=True, size=rounded)
            except OSError as error:
                raise NoRoomError(str(error)) from error
            self._named.add(name)
        try:
            _reserve(name, rounded)
        except OSError as error:
            self.discard(name)
            raise NoRoomError(str(error)) from error
        populate(slot, _POPULATE_WRITE)
        return slot

    def _fits(self, name: str, size: int) -> bool:
        return size <= self._all[name].size <= max(size * _SPARE_SHARE, _GRAIN)

    def discard(self, name: str) -> None:
        """A slot that will not be sent: free again, or gone if the window never had it."""
        with self._lock:
            if name not in self._named:
                self._free.append(name)
                return
            self._named.discard(name)
            slot = self._all.pop(name)
        slot.unlink()
        _close(slot)

    def mapped(self, name: str) -> None:
        """The window has mapped `name` and taken the name away."""
        with self._lock:
            self._named.discard(name)

    def returned(self, name: str) -> None:
        """Nothing shows `name` any more."""
        with self._lock:
            if name in self._all and name not in self._free:
                self._free.append(name)

    def dropped(self, name: str) -> None:
        """The window has no use for `name` any more and has unmapped it, or never had it."""
        with self._lock:
            slot = self._all.pop(name, None)
            if name in self._free:
                self._free.remove(name)
            was_named = name in self._named
            self._named.discard(name)
        if slot is not None:
            if was_named:
                slot.unlink()
            _close(slot)

    def close(self) -> None:
        """Remove every name that can still be seen; no slot can be taken any more."""
        with self._lock:
            self._closed = True
            for name in self._named:
                with contextlib.suppress(FileNotFoundError):
                    self._all[name].unlink()
            self._named.clear()


def _close(slot: SharedMemory) -> None:
    with contextlib.suppress(BufferError):  # a decoder that failed holds it a moment longer
        slot.close()


def _reserve(name: str, size: int) -> None:
    """Fail now rather than by SIGBUS while drawing: containers often have 64 MB of it."""
    if sys.platform != "linux":
        return
    handle = os.open(LINUX_ROOM / name, os.O_RDWR)
    try:
        os.posix_fallocate(handle, 0, size)
    finally:
        os.close(handle)
