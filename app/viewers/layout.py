"""Where the pages of a document lie on one long sheet of ground, at a scale."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Protocol

from PySide6.QtCore import QRectF, QSizeF

from app.media.facts import DocumentInfo
from app.viewers.zoom import MARGIN, PageFrame, Zoom, ZoomMode, scale_for

GAP = 12
"""Logical pixels between two pages."""

MAX_STRIP_PAGES = 4_096
"""Longer documents are shown one page at a time: laying them out would be felt."""

_MAX_LENGTH = float(1 << 30)
"""Scroll bars count in 32 bits."""


class Sheets:
    """The pages of one document as they are shown: size at 100 %, after turning.

    Pages beyond those the document lists are like the last one listed.
    """

    def __init__(self, key: str, info: DocumentInfo, turns: Mapping[int, int]) -> None:
        self._key = key
        self._info = info
        self._turns = turns
        self._frames: dict[int, PageFrame] = {}

    def __len__(self) -> int:
        return self._info.pages if self._info.sizes else 0

    @property
    def key(self) -> str:
        """Key of the document."""
        return self._key

    def frame(self, page: int) -> PageFrame:
        """A page as it is turned now."""
        found = self._frames.get(page)
        turn = self._turns.get(page, 0)
        if found is None or found.rotation != turn:
            sizes = self._info.sizes
            size = sizes[min(page, len(sizes) - 1)]
            found = PageFrame.of(self._key, page, turn, size, self._info.kind)
            self._frames[page] = found
        return found

    def reshape(self, page: int, aspect: float) -> bool:
        """Believe the picture of a page: height over width. True where that is news."""
        frame = self.frame(page)
        height = frame.width * aspect
        if abs(height - frame.height) <= 0.01 * frame.height:
            return False
        self._frames[page] = frame._replace(height=height)
        return True


class Layout(Protocol):
    """Places in logical pixels from the top left of the ground."""

    @property
    def size(self) -> QSizeF:
        """The whole ground."""

    def scale(self, page: int) -> float:
        """The scale of a page."""

    def rect(self, page: int) -> QRectF:
        """The place of a page; empty where it is not laid out."""

    def pages(self, top: float, bottom: float) -> range:
        """The pages that have something between two heights."""


class SingleLayout:
    """One page with a margin around it."""

    def __init__(self, frame: PageFrame | None, scale: float) -> None:
        self._frame, self._scale = frame, scale

    @property
    def size(self) -> QSizeF:
        """The page with its margin."""
        if self._frame is None:
            return QSizeF()
        width, height = self._frame.width * self._scale, self._frame.height * self._scale
        return QSizeF(round(width) + 2 * MARGIN, round(height) + 2 * MARGIN)

    def scale(self, _page: int) -> float:
        """That of the page."""
        return self._scale

    def rect(self, page: int) -> QRectF:
        """Empty for every page but the one."""
        frame = self._frame
        if frame is None or frame.page != page:
            return QRectF()
        return QRectF(MARGIN, MARGIN, frame.width * self._scale, frame.height * self._scale)

    def pages(self, _top: float, _bottom: float) -> range:
        """The one page, even where only its margin is seen."""
        frame = self._frame
        return range(frame.page, frame.page + 1) if frame is not None else range(0)


class StripLayout:
    """All pages below each other. In a fit each page has its own scale, else all have one."""

    def __init__(self, sheets: Sheets, zoom: Zoom, room: QSizeF) -> None:
        frames = [sheets.frame(page) for page in range(len(sheets))]
        self._frames = frames
        if zoom.mode is ZoomMode.FREE:
            scales = [scale_for(zoom, frames[0], 1, 1, 0)] * len(frames) if frames else []
        else:
            width, height = room.width(), room.height()
            scales = [scale_for(zoom, frame, width, height, 0) for frame in frames]
        length = sum(frame.height * scale for frame, scale in zip(frames, scales, strict=True))
        if length > _MAX_LENGTH:
            scales = [scale * _MAX_LENGTH / length for scale in scales]
        self._scales = scales
        self._widths = [f.width * scale for f, scale in zip(frames, scales, strict=True)]
        self._heights = [f.height * scale for f, scale in zip(frames, scales, strict=True)]
        steps = (round(height) + GAP for height in self._heights)
        self._tops = list(accumulate(steps, initial=MARGIN))
        self._width = round(max(self._widths, default=0.0)) + 2 * MARGIN

    @property
    def size(self) -> QSizeF:
        """The widest page with margins by all pages."""
        return QSizeF(self._width, self._tops[-1] - GAP + MARGIN) if self._frames else QSizeF()

    def scale(self, page: int) -> float:
        """The scale of a page."""
        return self._scales[page] if 0 <= page < len(self._scales) else 1.0

    def rect(self, page: int) -> QRectF:
        """The place of a page, in the middle of the strip."""
        if not 0 <= page < len(self._frames):
            return QRectF()
        width = self._widths[page]
        left = round((self._width - width) / 2)
        return QRectF(left, self._tops[page], width, self._heights[page])

    def pages(self, top: float, bottom: float) -> range:
        """By halving: the strip may be thousands of pages long."""
        count = len(self._frames)
        first = max(0, bisect_right(self._tops, top, hi=count) - 1)
        if count and self._tops[first] + self._heights[first] <= top:
            first += 1
        return range(min(first, count), max(first, bisect_left(self._tops, bottom, hi=count)))
