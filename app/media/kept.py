"""The last decoded picture of a page, so that the tiles of one scan are decoded once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from app.media.jpeg import decode
from app.media.pixels import as_image

if TYPE_CHECKING:
    from app.media.jpeg_page import JpegPage

KEPT_BYTES: Final = 112 << 20
"""A colour scan of A4 at 300 dpi takes 35 MB, a photo of 24 megapixels 96 MB."""
_IDLE: Final = 8


class Kept:
    """Holds one decoded picture of at most `KEPT_BYTES`.

    It is let go of when another is taken, or when so many other pages were drawn in between that
    it is no longer the one that is looked at.
    """

    def __init__(self) -> None:
        self._page: JpegPage | None = None
        self._fraction = 0
        self._image: Image.Image | None = None
        self._unused = 0

    @staticmethod
    def most_pixels(*, grey: bool) -> int:
        """Pixels of the largest picture that can be kept."""
        return KEPT_BYTES if grey else KEPT_BYTES // 4

    def take(self, page: JpegPage, fraction: int) -> Image.Image:
        """The picture of `page` at 1/`fraction`: L if it is grey, else with four bytes a pixel.

        :raises JpegError: the bytes are damaged.
        """
        if self._image is None or self._page is not page or self._fraction != fraction:
            self.clear()  # before the next takes memory
            self._image = _decoded(page, fraction)
            self._page, self._fraction = page, fraction
        self._unused = 0
        return self._image

    def pass_by(self) -> None:
        """Another page was drawn without this."""
        self._unused += 1
        if self._unused > _IDLE:
            self.clear()

    def clear(self) -> None:
        """Let go of the picture."""
        self._page = self._image = None


def _decoded(page: JpegPage, fraction: int) -> Image.Image:
    width, height = page.head.scaled(fraction)
    depth, space = (1, "GRAY") if page.head.grey else (4, "BGRX")
    memory = np.empty(width * height * depth, np.uint8)
    return as_image(decode(page.load(), page.head, fraction, space, memory))
