"""Bounds on what a foreign file may make the program allocate.

On Linux the worker lowers its own address space; on Windows the window puts it into a job with
a memory limit (`job_object`). macOS has neither and relies on the pixel limits below.
"""

from __future__ import annotations

import sys

MAX_RENDER_PIXELS = 16_000_000
"""Pixels of one rendered bitmap (64 MB as BGRx)."""

MAX_IMAGE_PIXELS = 128_000_000
"""Pixels a picture file may claim; a 108-MP telephone photo passes, a bomb does not."""

MAX_DECODED = 300 << 20
"""Bytes that the pixels of a picture may take while it is drawn; JPEGs are decoded smaller."""

MAX_SIDE_PX = 250_000
"""Longest side of the virtual page a visible part is cut from."""

MAX_PAGE_POINTS = 72_000.0
"""Longest side of a PDF page that is believed: 1,000 inches. PDF 1.7 stops at 200."""

MAX_ASPECT = 100.0
"""A page longer than this many times its width cannot be shown legibly at any zoom."""

MAX_LISTED_PAGES = 4_096
"""Pages whose own size is reported; later pages are laid out like the last listed one."""

PROBE_SECONDS = 60.0
"""What looking into one file may take; a page takes some 30 ms, and 60 of them are drawn."""

WORKER_MEMORY = 2 << 30
"""Address space of the worker in bytes."""


def limit_address_space(limit: int) -> None:
    """Keep this process below `limit` bytes of address space where the system can do it."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
