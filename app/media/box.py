"""Rectangles in fractions, and what turning does to them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Box(NamedTuple):
    """A rectangle in fractions of something, from its upper left corner; may reach outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def turned(self, degrees: int) -> Box:
        """The same rectangle after turning what it lies in clockwise."""
        left, top, right, bottom = self
        for _ in range(degrees // 90 % 4):
            left, top, right, bottom = 1 - bottom, left, 1 - top, right
        return Box(left, top, right, bottom)

    def mirrored(self) -> Box:
        """The same rectangle after exchanging left and right of what it lies in."""
        return Box(1 - self.right, self.top, 1 - self.left, self.bottom)

    def within(self, outer: Box) -> Box:
        """This rectangle, in fractions of `outer`, in fractions of what `outer` is in."""
        return Box(
            outer.left + self.left * outer.width,
            outer.top + self.top * outer.height,
            outer.left + self.right * outer.width,
            outer.top + self.bottom * outer.height,
        )


WHOLE: Final = Box(0.0, 0.0, 1.0, 1.0)
