"""The last decoded picture of a page, so that the tiles of one scan are decoded once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from PIL import Image

KEPT_BYTES: Final = 112 << 20
"""A colour scan of A4 at 300 dpi takes 35 MB, a photo of 24 megapixels 96 MB."""
_IDLE: Final = 8


class Kept:
    """Holds one decoded picture of at most `KEPT_BYTES`.

    It is let go of when another is taken, or when so many other pages were drawn in between that
    it is no longer the one that is looked at.
    """

    def __init__(self) -> None:
        self._key: Hashable = None
        self._image: Image.Image | None = None
        self._unused = 0

    @staticmethod
    def most_pixels(*, grey: bool) -> int:
        """Pixels of the largest picture that can be kept."""
        return KEPT_BYTES if grey else KEPT_BYTES // 4

    def take(
        self, key: Hashable, decode: Callable[[], Image.Image], *, keep: bool = True
    ) -> Image.Image:
        """The picture that is known by `key`; `decode` makes it if it is not there.

        What is made is kept if `keep`, as for a tile, after which others will follow.
        """
        if self._image is None or self._key != key:
            if not keep:
                self.pass_by()
                return decode()
            self.clear()  # before the next takes memory
            image = decode()
            if image.width * image.height > self.most_pixels(grey=image.mode == "L"):
                return image
            self._key, self._image = key, image
        self._unused = 0
        return self._image

    def pass_by(self) -> None:
        """Another page was drawn without this."""
        self._unused += 1
        if self._unused > _IDLE:
            self.clear()

    def clear(self) -> None:
        """Let go of the picture."""
        self._key = self._image = None
