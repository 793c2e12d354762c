"""From a page size and a wish to the pixels that are drawn."""

from __future__ import annotations

import math
from typing import NamedTuple

from app.media.facts import PageSize
from app.media.limits import MAX_ASPECT, MAX_PAGE_POINTS, MAX_RENDER_PIXELS, MAX_SIDE_PX
from app.media.problems import MediaError, ProblemCode


class Clip(NamedTuple):
    """A rectangle in pixels of the whole page at the wished width, from the top left."""

    x: int
    y: int
    width: int
    height: int


class Raster(NamedTuple):
    """The whole page in pixels, turned as displayed, and the part of it that is drawn."""

    full_width: int
    full_height: int
    part: Clip

    @property
    def is_whole(self) -> bool:
        """Whether the part is the whole page."""
        return self.part == (0, 0, self.full_width, self.full_height)


def turned(size: PageSize, rotation: int) -> PageSize:
    """`size` after turning by `rotation` degrees (a multiple of 90, clockwise)."""
    return PageSize(size.height, size.width) if rotation % 180 else size


def check_page_size(size: PageSize, page: int) -> None:
    """Refuse pages that no bitmap can show.

    Raises `MediaError` PAGE_DAMAGED for an empty or not finite size, TOO_LARGE for a page
    beyond `MAX_PAGE_POINTS` or `MAX_ASPECT`.
    """
    width, height = size
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise MediaError(ProblemCode.PAGE_DAMAGED, page)
    if max(width, height) > MAX_PAGE_POINTS or max(width / height, height / width) > MAX_ASPECT:
        raise MediaError(ProblemCode.TOO_LARGE, page, width=round(width), height=round(height))


def plan(size: PageSize, width_px: int, rotation: int, clip: Clip | None) -> Raster:
    """Pixels for showing a page of `size` (checked before) `width_px` wide.

    Without `clip` the whole page is scaled down to `MAX_RENDER_PIXELS` where it is larger;
    with it the visible part is drawn at full scale, cut to the page and to the same bound.
    """
    shown = turned(size, rotation)
    width = max(1, min(width_px, MAX_SIDE_PX))
    height = max(1, round(width * shown.height / shown.width))
    if height > MAX_SIDE_PX:
        width = max(1, round(width * MAX_SIDE_PX / height))
        height = MAX_SIDE_PX
    if clip is None:
        if width * height > MAX_RENDER_PIXELS:
            shrink = math.sqrt(MAX_RENDER_PIXELS / (width * height))
            width, height = max(1, int(width * shrink)), max(1, int(height * shrink))
        return Raster(width, height, Clip(0, 0, width, height))
    return Raster(width, height, _cut(clip, width, height))


def _cut(clip: Clip, width: int, height: int) -> Clip:
    left, top = min(max(clip.x, 0), width - 1), min(max(clip.y, 0), height - 1)
    right = min(max(clip.x + clip.width, left + 1), width)
    bottom = min(max(clip.y + clip.height, top + 1), height)
    part_width = right - left
    return Clip(left, top, part_width, min(bottom - top, max(1, MAX_RENDER_PIXELS // part_width)))
