"""Zoom: from a mode, a page and a window to a scale."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from app.media.facts import DocumentKind, PageSize
from app.media.geometry import turned
from app.media.limits import MAX_ASPECT, MAX_PAGE_POINTS

MARGIN = 12
"""Logical pixels of ground around a page."""

STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0,
         6.0, 8.0)  # fmt: skip

_POINT = 96 / 72
_A4 = PageSize(595.0, 842.0)
_MAX_FIT = 3.0
"""A passport photo in a wide window is not blown up beyond this."""


class ZoomMode(StrEnum):
    """How the scale follows the window."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class ViewMode(StrEnum):
    """How many pages lie in the window."""

    SINGLE = "single"
    CONTINUOUS = "continuous"


class Zoom(NamedTuple):
    """The mode and the scale that holds in FREE mode (1.0 = 100 %)."""

    mode: ZoomMode = ZoomMode.WIDTH
    scale: float = 1.0


class PageFrame(NamedTuple):
    """One page as laid out: its size in logical pixels at 100 %, after turning."""

    key: str
    page: int
    rotation: int
    width: float
    height: float

    @classmethod
    def of(
        cls, key: str, page: int, rotation: int, size: PageSize, kind: DocumentKind
    ) -> PageFrame:
        """From a size in points or pixels. A page that cannot be drawn is laid out as A4."""
        if not _is_sane(size):
            size = _A4
        shown = turned(size, rotation)
        unit = _POINT if kind is DocumentKind.PDF else 1.0
        return cls(key, page, rotation, shown.width * unit, shown.height * unit)


def _is_sane(size: PageSize) -> bool:
    """False for what `app.media.geometry.check_page_size` refuses."""
    short, long = min(size), max(size)
    return 0 < short <= long <= MAX_PAGE_POINTS and long <= MAX_ASPECT * short


def clamp(scale: float) -> float:
    """A scale within the steps."""
    return min(max(scale, STEPS[0]), STEPS[-1])


def step(scale: float, direction: int) -> float:
    """The next step above (1) or below (-1) `scale`."""
    if direction > 0:
        return next((one for one in STEPS if one > scale * 1.005), STEPS[-1])
    return next((one for one in reversed(STEPS) if one < scale * 0.995), STEPS[0])


def scale_for(zoom: Zoom, frame: PageFrame, width: float, height: float, bar: float) -> float:
    """The scale in a window of `width` by `height`; a scroll bar takes `bar` of either."""
    if zoom.mode is ZoomMode.FREE:
        return clamp(zoom.scale)
    across = max(1.0, width - 2 * MARGIN) / frame.width
    down = max(1.0, height - 2 * MARGIN) / frame.height
    if zoom.mode is ZoomMode.PAGE:
        return min(across, down, _MAX_FIT)
    if across > down:  # taller than the window: the scroll bar takes its width
        across = max(max(1.0, width - bar - 2 * MARGIN) / frame.width, down)
    return min(across, _MAX_FIT)
