"""A page too large for one bitmap, cut into squares."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QRectF

from app.media.geometry import Clip

TILE_PX = 1024


class Tile(NamedTuple):
    """One square of a page drawn `full_width` physical pixels wide."""

    full_width: int
    side: int
    column: int
    row: int

    @property
    def clip(self) -> Clip:
        """Its place on the page; the last ones reach beyond its edges."""
        return Clip(self.column * self.side, self.row * self.side, self.side, self.side)


def tiles_over(seen: QRectF, full_width: int, full_height: int, side: int) -> list[Tile]:
    """The tiles over a part of a page (fractions), those nearest to its middle first."""
    if seen.isEmpty():
        return []
    left, right = _span(seen.left(), seen.right(), full_width, side)
    top, bottom = _span(seen.top(), seen.bottom(), full_height, side)
    middle_x = (seen.center().x() * full_width) / side - 0.5
    middle_y = (seen.center().y() * full_height) / side - 0.5
    found = [
        Tile(full_width, side, column, row)
        for row in range(top, bottom)
        for column in range(left, right)
    ]
    return sorted(found, key=lambda t: math.hypot(t.column - middle_x, t.row - middle_y))


def _span(begin: float, end: float, length: int, side: int) -> tuple[int, int]:
    first = max(0, math.floor(begin * length / side))
    last = min(math.ceil(end * length / side), math.ceil(length / side))
    return first, max(first, last)
