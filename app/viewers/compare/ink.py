"""Pictures as ink on paper: what is dark against the paper around it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

Grey: TypeAlias = npt.NDArray[np.uint8]
"""Rows by columns; 0 is black in a picture, no ink in an ink map."""
Wave: TypeAlias = npt.NDArray[np.float32]

_BLOCK = 32
_FAINT = 20
"""Darker than the paper by no more than this is grain of the scan, not ink."""


def grey_of(pixels: bytes | memoryview, width: int, height: int, stride: int) -> Grey:
    """The brightness of a BGRx picture (Rec. 601), `stride` bytes a row."""
    rows = np.frombuffer(pixels, np.uint8)[: stride * height].reshape(height, stride)
    bgr = rows[:, : width * 4].reshape(height, width, 4)
    total = bgr[..., 1] * np.uint16(150)
    total += bgr[..., 0] * np.uint16(29)
    total += bgr[..., 2] * np.uint16(77)
    total >>= 8
    return total.astype(np.uint8)


def ink_of(grey: Grey) -> Grey:
    """How much darker than the paper around it each pixel is.

    The paper is the brightest of the blocks of 32 pixels around, smoothed, so that yellowed paper
    and the shadow of a fold are no ink; it is never taken for darker than 60 % of the whole page's,
    so that a black stamp stays black.
    """
    paper = _smooth(spread(_brightest(grey), 2))
    floor = 0.6 * float(np.percentile(paper, 90))
    ground = Image.fromarray(np.maximum(paper, floor).astype(np.uint8))
    size = ground.width * _BLOCK, ground.height * _BLOCK
    full = np.asarray(ground.resize(size, Image.Resampling.BILINEAR))
    wide = full[: grey.shape[0], : grey.shape[1]]
    ink: Grey = wide - np.minimum(grey, wide)
    ink[ink <= _FAINT] = 0
    return ink


def shrunk(picture: Grey, factor: int) -> Wave:
    """The means of squares of `factor` pixels; what does not fill a square is left out."""
    height, width = picture.shape[0] // factor, picture.shape[1] // factor
    cut = picture[: height * factor, : width * factor]
    squares = cut.reshape(height, factor, width, factor)
    means: Wave = squares.mean(axis=(1, 3), dtype=np.float32)
    return means


def spread(ink: Grey, radius: int) -> Grey:
    """Each pixel as the largest within `radius` rows and columns."""
    return _along(_along(ink, radius, 0), radius, 1)


def near_sum(flags: npt.NDArray[np.bool_], radius: int) -> npt.NDArray[np.int32]:
    """How many flags stand within `radius` rows and columns of each pixel."""
    total = np.zeros((flags.shape[0] + 1, flags.shape[1] + 1), np.int32)
    np.cumsum(flags, axis=0, dtype=np.int32, out=total[1:, 1:])
    np.cumsum(total[1:, 1:], axis=1, out=total[1:, 1:])
    height, width = flags.shape
    top = np.clip(np.arange(height) - radius, 0, height)
    low = np.clip(np.arange(height) + radius + 1, 0, height)
    left = np.clip(np.arange(width) - radius, 0, width)
    right = np.clip(np.arange(width) + radius + 1, 0, width)
    strip = total[low] - total[top]
    found: npt.NDArray[np.int32] = strip[:, right] - strip[:, left]
    return found


def _along(ink: Grey, radius: int, axis: int) -> Grey:
    best = ink.copy()
    length = ink.shape[axis]
    for by in range(1, min(radius, length - 1) + 1):
        here = [slice(None)] * 2
        there = [slice(None)] * 2
        here[axis], there[axis] = slice(by, None), slice(None, length - by)
        a, b = tuple(here), tuple(there)
        np.maximum(best[a], ink[b], out=best[a])
        np.maximum(best[b], ink[a], out=best[b])
    return best


def _brightest(grey: Grey) -> Grey:
    height, width = -(-grey.shape[0] // _BLOCK), -(-grey.shape[1] // _BLOCK)
    room = ((0, height * _BLOCK - grey.shape[0]), (0, width * _BLOCK - grey.shape[1]))
    full = np.pad(grey, room, mode="edge").reshape(height, _BLOCK, width, _BLOCK)
    found: Grey = full.max(axis=(1, 3))
    return found


def _smooth(paper: Grey) -> Wave:
    edged = np.pad(paper.astype(np.float32), 1, mode="edge")
    rows = edged[:-2] + edged[1:-1] + edged[2:]
    found: Wave = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(9)
    return found
