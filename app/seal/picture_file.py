"""A seal's picture as a PNG that anybody can look at, and back to the very same mask.

Decoding is for the registrar's side, which has no window to lose; the window decodes foreign
files in the media worker.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image

from app.seal.image import SealImage
from app.seal.problems import SealCode, SealError

MOST_SIDE: Final = 2_000
"""Pixels that a side may have; a seal of 100 mm at the finest has 1,143."""


def to_png(image: SealImage) -> bytes:
    """Red ink on nothing: the mask is the alpha channel."""
    mask = Image.frombytes("L", (image.width, image.height), image.mask)
    picture = Image.new("RGB", mask.size, image.colour)
    picture.putalpha(mask)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def from_png(data: bytes, size_mm: tuple[float, float]) -> SealImage:
    """The picture in what :func:`to_png` made.

    :raises SealError: IMAGE_NOT_RED: it is no such PNG, or one too large.
    """
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            if picture.mode != "RGBA" or max(picture.size) > MOST_SIDE:
                raise SealError(SealCode.IMAGE_NOT_RED)
            mask = picture.getchannel("A")
            colour = picture.convert("RGB").getcolors(2)
    except (OSError, SyntaxError, ValueError):
        raise SealError(SealCode.IMAGE_NOT_RED) from None
    red = SealImage(mask.width, mask.height, mask.tobytes(), size_mm)
    if colour is None or [one for _count, one in colour] != [red.colour]:
        raise SealError(SealCode.IMAGE_NOT_RED)
    return red
