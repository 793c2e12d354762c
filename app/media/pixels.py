"""Moving pixels about in memory: four bytes each, BGRx."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.media.route import SourceRect

Pixels = NDArray[np.uint8]
WHITE: Final = 255
_BAND: Final = 64
"""Rows copied at a time when turning: what is written then stays in the cache."""


def bgrx(buffer: memoryview, width: int, height: int) -> Pixels:
    """The memory of a bitmap as rows × columns × 4."""
    return np.frombuffer(buffer, np.uint8).reshape(height, width, 4)


def turned(pixels: Any, turn: int, *, mirror: bool) -> Any:
    """`pixels` with left and right exchanged if `mirror`, then turned clockwise; no copy."""
    shown = pixels[:, ::-1] if mirror else pixels
    return np.rot90(shown, -turn // 90)


def copy_turned(source: Pixels, target: Pixels, turn: int, *, mirror: bool) -> None:
    """Copy whole pixels into a bitmap that has the sides of the turned one."""
    shown = turned(_whole(source), turn, mirror=mirror)
    into = _whole(target)
    for row in range(0, into.shape[0], _BAND):
        into[row : row + _BAND] = shown[row : row + _BAND]


def turned_rect(
    rect: SourceRect, width: int, height: int, turn: int, *, mirror: bool
) -> SourceRect:
    """Where `rect` of a bitmap is after `turned`."""
    x, y, across, down = rect
    if mirror:
        x = width - x - across
    for _ in range(turn // 90 % 4):
        x, y, across, down = height - y - down, x, down, across
        width, height = height, width
    return SourceRect(x, y, across, down)


def as_image(pixels: Pixels) -> Image.Image:
    """A picture of Pillow on the same memory: L for one byte a pixel, else RGBX.

    The order of the colours is not looked at by what is done with it here.
    """
    height, width = pixels.shape[:2]
    mode = "L" if pixels.ndim == 2 or pixels.shape[2] == 1 else "RGBX"
    return Image.frombuffer(mode, (width, height), pixels, "raw", mode, 0, 1)


def as_pixels(image: Image.Image) -> Pixels:
    """Four bytes a pixel of a picture from `as_image`."""
    pixels: Pixels = np.asarray(image)
    if pixels.ndim == 2:
        four = np.empty((*pixels.shape, 4), np.uint8)
        four[...] = pixels[..., None]
        return four
    return pixels


def _whole(pixels: Pixels) -> NDArray[np.uint32]:
    """Pixels as one number each, which copies four times as fast."""
    return pixels.view(np.uint32)[..., 0]
