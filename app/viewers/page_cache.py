"""Drawn pages that are kept, bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtGui import QImage

from app.media.look import Look
from app.media.rendered import RenderedPage
from app.viewers.tiles import Tile

CACHE_BYTES = 128 << 20
CACHE_PAGES = 64
"""Every page in shared memory holds two file descriptors."""


class PictureKey(NamedTuple):
    """What a picture shows.

    `is_native`: all the pixels a scan has, for deep zooms, beside the one for the window.
    """

    key: str
    page: int
    rotation: int
    look: Look = Look()
    tile: Tile | None = None
    is_native: bool = False


class Picture:
    """A drawn page and the image that looks at its memory, given back together."""

    def __init__(self, rendered: RenderedPage) -> None:
        self.rendered = rendered
        self.image = QImage(
            rendered.buffer,
            rendered.width,
            rendered.height,
            rendered.stride,
            QImage.Format.Format_RGB32,
        )

    @property
    def cost(self) -> int:
        """Bytes of pixels."""
        return self.rendered.size

    @property
    def across(self) -> float:
        """Bitmap pixels across the whole page."""
        return self.rendered.full_width * self.rendered.scale

    def __del__(self) -> None:
        self.image = QImage()  # the memory can only be unmapped when nothing looks at it
        self.rendered.release()


class PageCache:
    """Least recently used pictures go first. One picture a key: the latest."""

    def __init__(self, max_bytes: int = CACHE_BYTES, max_pages: int = CACHE_PAGES) -> None:
        self._max_bytes = max_bytes
        self._max_pages = max_pages
        self._kept: OrderedDict[PictureKey, Picture] = OrderedDict()
        self._held: frozenset[PictureKey] = frozenset()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """Bytes of all pictures kept."""
        return self._bytes

    @property
    def max_bytes(self) -> int:
        """The bound on `bytes`."""
        return self._max_bytes

    def get(self, key: PictureKey) -> Picture | None:
        """The picture, made the most recently used, or None."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def peek(self, key: PictureKey) -> Picture | None:
        """The picture, or None; it does not count as used."""
        return self._kept.get(key)

    def hold(self, keys: Collection[PictureKey]) -> None:
        """Pictures that are on the screen: they go only after all others."""
        self._held = frozenset(keys)

    def put(self, key: PictureKey, picture: Picture) -> None:
        """Keep a picture, dropping old ones; the newest stays even if it alone is too large.

        A picture somebody still shows lives on with them.
        """
        self._forget(key)
        self._kept[key] = picture
        self._bytes += picture.cost
        spare = [old for old in self._kept if old not in self._held and old != key]
        held = [old for old in self._kept if old in self._held and old != key]
        for old in spare + held:
            if self._bytes <= self._max_bytes and len(self._kept) <= self._max_pages:
                break
            self._forget(old)

    def _forget(self, key: PictureKey) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._bytes -= dropped.cost

    def drop(self, key: str) -> None:
        """Forget all pages of a document."""
        for mark in [mark for mark in self._kept if mark.key == key]:
            self._forget(mark)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0
