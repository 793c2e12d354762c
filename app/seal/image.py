"""A seal as it is drawn: one red, and a mask that says where and how densely.

A 1×1 red image under an 8-bit mask looks the same as an RGB picture and is some 35 KB smaller. The
mask has few grey levels, so that a file grows by at most 50 KB with a seal.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

RED: Final = (214, 20, 26)
"""Colour of every seal, RGB."""


@dataclass(frozen=True)
class SealImage:
    """A seal's picture and its size on paper.

    Attributes:
        mask: row after row from the top, one byte a pixel: 0 is paper, 255 full ink.
        size_mm: width and height on paper.
        colour: RGB of the ink.
    """

    width: int
    height: int
    mask: bytes = field(repr=False)
    size_mm: tuple[float, float]
    colour: tuple[int, int, int] = RED

    def __post_init__(self) -> None:
        if len(self.mask) != self.width * self.height:
            raise ValueError("mask: one byte a pixel is wanted")

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the mask, hexadecimal: what a registry knows a seal's picture by.

        The bytes are those that the mask's stream in a sealed PDF decodes to.
        """
        return hashlib.sha256(self.mask).hexdigest()

    @cached_property
    def packed(self) -> bytes:
        """The mask compressed with zlib, as a PDF has it: once for all documents."""
        return zlib.compress(self.mask, 9)
