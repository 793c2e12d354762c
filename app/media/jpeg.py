"""JPEGs decoded at a fraction of their size, by libjpeg-turbo through simplejpeg.

Its inverse cosine transform has fast forms for 1, 1/2, 1/4 and 1/8 of the size; at 300 dpi an
eighth of the pixels costs a third of the time (docs/decisions/0008).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from app.media.limits import MAX_RENDER_PIXELS

Pixels = NDArray[np.uint8]
SMALLEST: Final = 8
_PLAIN: Final = ("Gray", "YCbCr", "RGB")


_END: Final = b"\xff\xd9"


class JpegError(Exception):
    """The bytes are no JPEG, or damaged.

    Attributes:
        breaks_off: whether the end is missing.
    """

    def __init__(self, reason: str, *, breaks_off: bool = False) -> None:
        super().__init__(reason)
        self.breaks_off = breaks_off


class JpegHead(NamedTuple):
    """What the header of a JPEG says."""

    width: int
    height: int
    grey: bool

    def scaled(self, fraction: int) -> tuple[int, int]:
        """Pixels across and down of the picture decoded at 1/`fraction`."""
        return -(-self.width // fraction), -(-self.height // fraction)


def read_head(data: bytes) -> JpegHead | None:
    """The header of a grey or colour JPEG; None for CMYK, and for what is none."""
    try:
        height, width, space, _ = simplejpeg.decode_jpeg_header(data, strict=False)
    except (ValueError, KeyError):  # KeyError: a colour space or sampling it has no name for
        return None
    if space not in _PLAIN or width < 1 or height < 1:
        return None
    return JpegHead(width, height, space == "Gray")


def fraction_for(
    head: JpegHead, across: float, least: float, most_pixels: int = MAX_RENDER_PIXELS
) -> int:
    """The largest n, so that 1/n of the size is at least `least` times `across` pixels wide.

    :param across: pixels that the whole width of the picture is to be shown with.
    :param most_pixels: what may be decoded; goes before `least`. The answer is at most 8.
    """
    fraction = 1
    while fraction < SMALLEST:
        width, height = head.scaled(fraction)
        enough = head.width / (fraction * 2) >= across * least
        if not enough and width * height <= most_pixels:
            break
        fraction *= 2
    return fraction


def decode(
    data: bytes, head: JpegHead, fraction: int, space: str, into: memoryview | Pixels
) -> Pixels:
    """The pixels of `data` at 1/`fraction` in the memory of `into`: rows × columns × bytes.

    :param space: a name of simplejpeg: BGRX, GRAY.
    :raises JpegError: there is anything wrong with the data; `into` is then spoilt.
    """
    width, height = head.scaled(fraction)
    wish = {"min_height": height, "min_width": width, "min_factor": 1, "buffer": into}
    try:
        pixels: Pixels = simplejpeg.decode_jpeg(data, space, **wish)
    except ValueError as error:
        if data.endswith(_END):
            raise JpegError(str(error)) from error
        try:  # some scanners leave out nothing but the end marker
            pixels = simplejpeg.decode_jpeg(data + _END, space, **wish)
        except ValueError:
            raise JpegError(str(error), breaks_off=True) from error
    if pixels.shape[:2] != (height, width):
        raise JpegError("size")
    return pixels
