"""Millimetres on a page as it is seen, and points in the page's own space.

Seen: the origin is the top left corner of the visible page after its ``/Rotate``, y runs down,
units are millimetres. Own: PDF user space, y runs up, units are points (ISO 32000-1 §8.3.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

POINTS_PER_MM: Final = 72 / 25.4


class Box(NamedTuple):
    """A rectangle by two corners, in user space; the first is the lower left one."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y2 - self.y1


class Rect(NamedTuple):
    """A rectangle on the page as seen, in millimetres from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageSpace:
    """The visible box of a page and its rotation (0, 90, 180, 270, clockwise)."""

    box: Box
    rotation: int = 0

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.box.width / POINTS_PER_MM, self.box.height / POINTS_PER_MM
        return (height, width) if self.rotation % 180 else (width, height)

    def to_own(self, rect: Rect) -> Box:
        """The same rectangle in user space."""
        first = self._point(rect.x, rect.y)
        second = self._point(rect.x + rect.width, rect.y + rect.height)
        return _box(first, second)

    def to_seen(self, box: Box) -> Rect:
        """The same rectangle on the page as seen."""
        (x1, y1), (x2, y2) = self._seen(box.x1, box.y1), self._seen(box.x2, box.y2)
        return Rect(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))

    def _point(self, across: float, down: float) -> tuple[float, float]:
        x, y = across * POINTS_PER_MM, down * POINTS_PER_MM
        match self.rotation:
            case 90:
                return self.box.x1 + y, self.box.y1 + x
            case 180:
                return self.box.x2 - x, self.box.y1 + y
            case 270:
                return self.box.x2 - y, self.box.y2 - x
            case _:
                return self.box.x1 + x, self.box.y2 - y

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                across, down = y - self.box.y1, x - self.box.x1
            case 180:
                across, down = self.box.x2 - x, y - self.box.y1
            case 270:
                across, down = self.box.y2 - y, self.box.x2 - x
            case _:
                across, down = x - self.box.x1, self.box.y2 - y
        return across / POINTS_PER_MM, down / POINTS_PER_MM


def page_space(page: Any) -> PageSpace:
    """The space of a pyHanko page dictionary; box and rotation may be inherited."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    numbers = [float(one) for one in box] if box is not None else [0.0, 0.0, 595.28, 841.89]
    rotation = int(_inherited(page, "/Rotate") or 0) % 360
    return PageSpace(_box((numbers[0], numbers[1]), (numbers[2], numbers[3])), rotation)


def _inherited(page: Any, key: str) -> Any:
    node = page
    for _ in range(64):  # a damaged tree may go in circles
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _box(first: tuple[float, float], second: tuple[float, float]) -> Box:
    xs, ys = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return Box(xs[0], ys[0], xs[1], ys[1])
