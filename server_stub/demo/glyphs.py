"""Single characters as soft masks, drawn once per process.

A page of text costs 1,500 FreeType calls (90 ms); pasting remembered masks costs 12 ms. The masks
are already as soft as a scanner would make them, so that no page has to be blurred afterwards.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFilter

from server_stub.demo import fonts

_PAD = 2  # room for the softness at each side, pixels


class Glyph(NamedTuple):
    """`mask` (mode L, absent for blanks) and its offset from the pen on the baseline."""

    mask: Image.Image | None
    left: int
    top: int


def pixels(points: float, dpi: int) -> float:
    """Font size in pixels per em, in halves so that few sizes are cached."""
    return max(4.0, round(points * dpi / 72 * 2) / 2)


@lru_cache(maxsize=40_000)
def advance(face: fonts.Face, px: float, char: str) -> float:
    """How far the pen moves for a character, in pixels."""
    return fonts.load(face, px).getlength(char)


@lru_cache(maxsize=40_000)
def glyph(face: fonts.Face, px: float, char: str, softness: float) -> Glyph:
    """The mask of one character. `softness` is a Gaussian radius in pixels."""
    font = fonts.load(face, px)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(char, anchor="ls"))
    if right <= left or bottom <= top:
        return Glyph(None, 0, 0)
    mask = Image.new("L", (right - left + 2 * _PAD, bottom - top + 2 * _PAD))
    ImageDraw.Draw(mask).text((_PAD - left, _PAD - top), char, font=font, fill=255, anchor="ls")
    if softness > 0:
        mask = mask.filter(ImageFilter.GaussianBlur(softness))
    return Glyph(mask, left - _PAD, top - _PAD)


def length(face: fonts.Face, px: float, text: str) -> float:
    """Width of a line of text in pixels."""
    return sum(advance(face, px, char) for char in text)


_LINE_SCALE = 4


@lru_cache(maxsize=1_000)
def stroke(dx: int, dy: int, width: float, softness: float) -> tuple[Image.Image, int, int]:
    """A straight stroke from (0, 0) to (dx, dy) pixels: its mask and where (0, 0) lies in it."""
    pad = int(width) + 3
    size = (abs(dx) + 2 * pad, abs(dy) + 2 * pad)
    start = (pad - min(0, dx), pad - min(0, dy))
    scale = _LINE_SCALE
    big = Image.new("L", (size[0] * scale, size[1] * scale))
    ImageDraw.Draw(big).line(
        [
            (start[0] * scale, start[1] * scale),
            ((start[0] + dx) * scale, (start[1] + dy) * scale),
        ],
        fill=255,
        width=max(2, round(width * scale)),
    )
    mask = big.reduce(scale)
    if softness > 0:
        mask = mask.filter(ImageFilter.GaussianBlur(softness))
    return mask, start[0], start[1]
