"""Shared memory segments that pages travel in, and their certain removal.

The worker creates one segment a page; the window maps it and, on POSIX, takes its name away at
once, so that from then on only the mapping keeps the memory and no kill can leave it behind.
What can be left is a segment between these two moments: the worker removes those when its pipe
closes, the window those of a dead worker, and the next start those of windows that are gone.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import deque
from collections.abc import Iterable
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

PREFIX = "titledesk-page"
_LINUX_ROOM = Path("/dev/shm")  # noqa: S108 - where Linux shows POSIX shared memory


class NoRoomError(OSError):
    """The system has no shared memory left for a page."""


def prefix_of(owner: int, worker: int) -> str:
    """Start of the names of all segments that process `worker` makes for window `owner`."""
    return f"{PREFIX}-{owner}-{worker}-"


class Dispatch:
    """The worker's segments that the window has not taken yet."""

    def __init__(self, owner: int) -> None:
        self._prefix = prefix_of(owner, os.getpid())
        self._count = 0
        self._closed = False
        self._lock = threading.Lock()
        self._waiting: dict[str, SharedMemory] = {}

    def create(self, size: int) -> SharedMemory:
        """A new segment of `size` bytes, its memory reserved. Raises `NoRoomError`."""
        with self._lock:
            if self._closed:
                raise NoRoomError("closed")
            self._count += 1
            name = f"{self._prefix}{self._count}"
            try:
                segment = SharedMemory(name, create=True, size=size)
            except OSError as error:
                raise NoRoomError(str(error)) from error
            self._waiting[name] = segment
        try:
            _reserve(name, size)
        except OSError as error:
            self.drop(name)
            raise NoRoomError(str(error)) from error
        return segment

    def taken(self, name: str) -> None:
        """The window has mapped `name`: let go of our mapping."""
        with self._lock:
            segment = self._waiting.pop(name, None)
        if segment is not None:
            segment.close()

    def drop(self, name: str) -> None:
        """Remove a segment that will not be sent."""
        with self._lock:
            segment = self._waiting.pop(name, None)
        if segment is not None:
            segment.unlink()
            segment.close()

    def close(self) -> None:
        """Remove every segment nobody took; no more can be created."""
        with self._lock:
            self._closed = True
            for segment in self._waiting.values():
                with contextlib.suppress(FileNotFoundError):
                    segment.unlink()


def _reserve(name: str, size: int) -> None:
    """Fail now rather than by SIGBUS while drawing: containers often have 64 MB of it."""
    if sys.platform != "linux":
        return
    handle = os.open(_LINUX_ROOM / name, os.O_RDWR)
    try:
        os.posix_fallocate(handle, 0, size)
    finally:
        os.close(handle)


def is_small() -> bool:
    """Whether shared memory is too scarce to keep a cache of pages in it."""
    if sys.platform != "linux":
        return False
    room = os.statvfs(_LINUX_ROOM)
    return room.f_frsize * room.f_blocks < 512 << 20


class PageMemory(SharedMemory):
    """A segment in the window. It can only be unmapped when no picture looks at it any more;
    one that is let go of too early is kept aside and unmapped with a later one.
    """

    def __del__(self) -> None:
        # Garbage in a cycle is finalised in any order: the picture may still be there.
        if _aside is not None:  # at the interpreter's end the module may be gone before us
            self.let_go()

    def let_go(self) -> None:
        """Unmap this and what was kept aside, as far as possible now."""
        if self not in _aside:
            _aside.append(self)
        for _ in range(len(_aside)):  # no lock: the garbage collector may come in between
            try:
                one = _aside.popleft()
            except IndexError:
                return
            try:
                one.close()
            except BufferError:
                _aside.append(one)


_aside: deque[PageMemory] = deque()


def take(name: str, size: int) -> PageMemory:
    """Map a segment and, on POSIX, take its name away. Raises OSError."""
    segment = PageMemory(name)
    if os.name == "posix":
        segment.unlink()
    if segment.size < size:
        segment.close()
        raise OSError(f"segment of {segment.size} bytes for a page of {size}")
    return segment


def clear_of(owner: int, worker: int) -> None:
    """Remove what a dead worker left."""
    _clear(name for name in _names() if name.startswith(prefix_of(owner, worker)))


def clear_stale() -> None:
    """Remove the segments of windows that no longer run."""
    _clear(name for name in _names() if _owner_is_gone(name))


def _names() -> list[str]:
    """Our segments; only Linux lists them. Windows frees them with the last handle."""
    if sys.platform != "linux":
        return []
    return [path.name for path in _LINUX_ROOM.glob(f"{PREFIX}-*")]


def _clear(names: Iterable[str]) -> None:
    for name in list(names):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            segment = SharedMemory(name)
            segment.close()
            segment.unlink()


def _owner_is_gone(name: str) -> bool:
    """Whether the window in `name` ended, or its number went to a later process."""
    import psutil

    try:
        owner = int(name.removeprefix(f"{PREFIX}-").split("-")[0])
        made = (_LINUX_ROOM / name).stat().st_mtime
        return bool(psutil.Process(owner).create_time() > made + 1)
    except (ValueError, psutil.NoSuchProcess, FileNotFoundError):
        return True
    except psutil.AccessDenied:
        return False
