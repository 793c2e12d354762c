"""Which way a page was drawn, and where it lies in what was drawn."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Route(IntEnum):
    """What drew a page."""

    FAST = 1
    """A JPEG decoded at a fraction of its size: a page of a PDF that is one, or a photo."""
    PDFIUM = 2
    IMAGE = 3
    """Pillow."""


class SourceRect(NamedTuple):
    """The part of a bitmap that shows what was asked for, in bitmap pixels.

    It may be up to a pixel narrower and lower than the bitmap: half of 2481 pixels are 1240.5,
    for which a decoder answers 1241.
    """

    x: float
    y: float
    width: float
    height: float
