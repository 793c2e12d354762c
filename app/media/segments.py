"""Names of the shared memory that pages travel in, and its certain removal.

The worker makes a segment; the window maps it and, on POSIX, takes its name away at once, so that
from then on only the mappings keep the memory and no kill can leave it behind. What can be left is
a segment between these two moments: the worker removes those when its pipe closes, the window those
of a dead worker, and the next start those of windows that are gone.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from mmap import mmap
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

PREFIX = "titledesk-page"
LINUX_ROOM = Path("/dev/shm")  # noqa: S108 - where Linux shows POSIX shared memory
_SCARCE = 512 << 20


def prefix_of(owner: int, worker: int) -> str:
    """Start of the names of all segments that process `worker` makes for window `owner`."""
    return f"{PREFIX}-{owner}-{worker}-"


def is_small() -> bool:
    """Whether shared memory is too scarce to keep a cache of pages in it."""
    if sys.platform != "linux":
        return False
    import os

    room = os.statvfs(LINUX_ROOM)
    return room.f_frsize * room.f_blocks < _SCARCE


def populate(segment: SharedMemory, advice: int) -> None:
    """Have the system map all memory of a segment now, at once, instead of page by page later."""
    mapping = segment.buf.obj if segment.buf is not None else None
    if sys.platform == "linux" and isinstance(mapping, mmap):
        with contextlib.suppress(OSError):  # older systems do not know how
            mapping.madvise(advice)


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
    return [path.name for path in LINUX_ROOM.glob(f"{PREFIX}-*")]


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
        made = (LINUX_ROOM / name).stat().st_mtime
        return bool(psutil.Process(owner).create_time() > made + 1)
    except (ValueError, psutil.NoSuchProcess, FileNotFoundError):
        return True
    except psutil.AccessDenied:
        return False
