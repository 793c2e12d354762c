"""Whether the quick way shows the colours that PDFium shows."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media.geometry import plan
from app.media.jpeg_page import JpegPage
from app.media.kept import Kept
from app.media.pdf import PdfFile

_WIDTH: Final = 640
_CELL: Final = 8
"""Pixels that are averaged, so that only colours differ and not the way of scaling."""
LEAST_PSNR: Final = 30.0
"""In dB. Scans of equal colours reach 48; inverted ones or a wrong colour space stay below 25."""


def agrees(file: PdfFile, page: int, jpeg: JpegPage, kept: Kept) -> bool:
    """Draw a page both ways, small, and compare.

    :raises MediaError: PDFium cannot draw it.
    :raises JpegError: the picture is damaged.
    """
    size = file.size(page)
    width_px = min(_WIDTH, round(_WIDTH * math.sqrt(2 * size.width / size.height)))
    raster = plan(size, max(_CELL, width_px), 0, None)
    width, height = raster.full_width, raster.full_height
    both = np.empty((2, height, width, 4), np.uint8)
    file.draw(page, raster, 0, memoryview(both[0]).cast("B"))
    jpeg.exact(raster, 0, kept).paint(memoryview(both[1]).cast("B"))
    return psnr(_cells(both[0]), _cells(both[1])) >= LEAST_PSNR


def psnr(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Peak signal to noise of two pictures of 0 to 255, in dB."""
    error = float(np.mean((one - other) ** 2))
    return 10 * math.log10(255**2 / error) if error > 0 else math.inf


def _cells(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    rows, columns = max(1, pixels.shape[0] // _CELL), max(1, pixels.shape[1] // _CELL)
    high, wide = min(_CELL, pixels.shape[0]), min(_CELL, pixels.shape[1])
    cut = pixels[: rows * high, : columns * wide, :3].astype(np.float32)
    means: NDArray[np.float32] = cut.reshape(rows, high, columns, wide, 3).mean(axis=(1, 3))
    return means
