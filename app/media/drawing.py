"""What is about to be drawn: known before memory is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.media.geometry import Raster
from app.media.problems import MediaProblem
from app.media.route import Route, SourceRect


class RedrawError(Exception):
    """The page has to be drawn another way: ask for the drawing once more."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A bitmap of `width` × `height` pixels and how to fill it.

    `raster` is what was asked for; it lies in `source_rect` of the bitmap. `paint` fills a
    buffer with BGRx, rows packed, and returns the notice to show with the page, if any; it
    raises `MediaError`. `stored`: pixels across the page, as it is turned, that the file has
    of it; 0 where a page has none of its own or that is not known.
    """

    raster: Raster
    width: int
    height: int
    source_rect: SourceRect
    route: Route
    paint: Callable[[memoryview], MediaProblem | None]
    stored: int = 0

    @property
    def stride(self) -> int:
        """Bytes of a row."""
        return self.width * 4

    @property
    def size(self) -> int:
        """Bytes of the bitmap."""
        return self.stride * self.height

    @classmethod
    def exact(
        cls, raster: Raster, route: Route, paint: Callable[[memoryview], MediaProblem | None]
    ) -> Drawing:
        """A bitmap with the very pixels that were asked for."""
        _, _, width, height = raster.part
        return cls(raster, width, height, SourceRect(0, 0, width, height), route, paint)
