"""A drawn page in the window's hands."""

from __future__ import annotations

from app.media.geometry import Clip
from app.media.problems import MediaProblem
from app.media.route import Route, SourceRect
from app.media.wire import PageReply


class RenderedPage:
    """Pixels of a page or of a part of it: BGRx, `stride` bytes a row.

    The receiver owns it and calls `release()` when it has no use for it any more (the garbage
    collector does so for a page that was dropped). While a picture looks at `buffer` its memory is
    never written to again, so it may be painted from directly, and for as long as one likes.

    The bitmap need not have the pixels that were asked for: painters draw its `source_rect` into
    the place of `part`, which is counted in pixels of a page `full_width` × `full_height` large.
    `stored`: pixels across the page that the file has of it; 0 where it is drawn at any size, or
    that is not known.
    """

    def __init__(self, reply: PageReply, pixels: memoryview, *, page: int, rotation: int) -> None:
        self.page = page
        self.rotation = rotation
        self.part: Clip = reply.part
        self.full_width = reply.full_width
        self.full_height = reply.full_height
        self.width = reply.width
        self.height = reply.height
        self.source_rect: SourceRect = reply.source_rect
        self.route: Route = reply.route
        self.stride = reply.stride
        self.size = reply.size
        self.stored = reply.stored
        self.notice: MediaProblem | None = reply.notice
        self._buffer: memoryview | None = pixels

    @property
    def is_whole(self) -> bool:
        """Whether the whole page was drawn and not a part of it."""
        return self.part[2:] == (self.full_width, self.full_height)

    @property
    def scale(self) -> float:
        """Pixels drawn for each that was asked for, across."""
        return self.source_rect.width / self.part.width

    @property
    def buffer(self) -> memoryview:
        """The pixels, read-only. Raises ValueError after `release()`."""
        if self._buffer is None:
            raise ValueError("page was released")
        return self._buffer

    def release(self) -> None:
        """Give the memory back, once no picture looks at it; again does nothing."""
        self._buffer = None
