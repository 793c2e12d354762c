"""What a page looks like: ink, sharpness, the way its lines run, red seals, colour.

Everything here is a heuristic on pixels (domain §4.13 mode H), made for sheets of A4 that are
looked at `seen.SCALE_PX` long. The thresholds of this file tell ink from paper and colour from
grey; what a rule makes of the figures is the rule pack's to say.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from app.domain.file_facts import PageFacts

_Grey = NDArray[np.uint8]
_Mask = NDArray[np.bool_]

_RIM: Final = 0.03
"""The border of a scan, where shadows and staples are, as a share of each side."""
_INK_STEP: Final = 20
"""Grey levels that ink is darker than its paper."""
_LEAST_INK: Final = 0.0004
_BAND: Final = 32
_EVERY: Final = 4
"""Sharpness is measured in one band of 32 rows out of four."""
_LEAST_EDGES: Final = 200
_LEAST_CONTRAST: Final = 0.15
"""Where ink hardly differs from paper, there is more noise than lines."""
_TILES: Final = 9
"""Tiles along the long side; each says which way its lines run."""
_TEXT: Final = (0.02, 0.5)
"""Ink in a tile of text, as a share."""
_CLEARER: Final = 1.25
_LEAST_TILES: Final = 4
_MAJORITY: Final = 3
_RED_STEP: Final = 45
_COLOUR_STEP: Final = 28
_LEAST_COLOUR: Final = 0.0002
_SEAL: Final = 0.2
"""The side of a seal in widths of a sheet: 42 mm on A4."""
_CELL: Final = 4


class Ground(NamedTuple):
    """Which shares of the ground of a portrait are near white and blue."""

    white: float
    blue: float


def examine(image: Image.Image) -> PageFacts:
    """The figures about a page; its sizes are for the caller to add.

    :param image: upright and on white, at most `seen.SCALE_PX` long, of mode RGB or L.
    """
    grey = image if image.mode == "L" else image.convert("L")
    near = _inside(np.asarray(grey))
    far = _inside(np.asarray(grey.reduce(2)))
    paper = int(np.percentile(far[::2, ::2], 90))
    ink = far < max(paper - _INK_STEP, 0)
    share = round(float(ink.mean()), 5)
    coloured, red = (False, 0.0) if image.mode == "L" else _colour(image)
    if share < _LEAST_INK:
        return PageFacts(0, 0, ink=share, red=red, coloured=coloured)
    contrast = round((paper - float(np.percentile(far[ink], 20))) / 255, 3)
    return PageFacts(
        0,
        0,
        ink=share,
        contrast=contrast,
        sharpness=_sharpness(near, paper),
        lying=_lying(grey, paper) if contrast >= _LEAST_CONTRAST else None,
        red=red,
        coloured=coloured,
    )


def first_page(image: Image.Image) -> str:
    """A page in 256 bits, hexadecimal: whether each of 16 × 16 fields is darker than the next."""
    small = image.convert("L").resize((17, 16), Image.Resampling.BOX)
    fields = np.asarray(small).astype(np.int16)
    return np.packbits(fields[:, 1:] < fields[:, :-1]).tobytes().hex()


def ground(image: Image.Image) -> Ground:
    """The colour around the head of a portrait: its top, and both sides of its upper half."""
    pixels = np.asarray(image.convert("RGB")).astype(np.int16)
    rows, columns = pixels.shape[:2]
    top, side = max(1, round(rows * 0.06)), max(1, round(columns * 0.08))
    half = pixels[: max(1, rows // 2)]
    around = np.concatenate(
        [part.reshape(-1, 3) for part in (pixels[:top], half[:, :side], half[:, -side:])]
    )
    red, green, blue = around[:, 0], around[:, 1], around[:, 2]
    white = (around.min(axis=1) >= 210) & (around.max(axis=1) - around.min(axis=1) <= 30)
    is_blue = (blue - red >= 40) & (blue - green >= 10) & (blue >= 110)
    return Ground(round(float(white.mean()), 3), round(float(is_blue.mean()), 3))


def _inside(pixels: Any) -> Any:
    down, across = (round(side * _RIM) for side in pixels.shape[:2])
    return pixels[down : pixels.shape[0] - down, across : pixels.shape[1] - across]


def _sharpness(grey: _Grey, paper: int) -> float | None:
    """How much of the way from paper to ink the steepest edges go within two pixels."""
    starts = range(0, max(1, grey.shape[0] - _BAND), _BAND * _EVERY)
    bands = np.concatenate([grey[row : row + _BAND] for row in starts]).astype(np.int16)
    across = np.abs(bands[1:-1, 2:] - bands[1:-1, :-2])
    down = np.abs(bands[2:, 1:-1] - bands[:-2, 1:-1])
    steps = np.maximum(across, down)
    depth = paper - float(np.percentile(bands, 1))
    edges = steps[steps > depth / 4]
    if depth < _INK_STEP or edges.size < _LEAST_EDGES:
        return None
    return round(min(1.0, float(np.percentile(edges, 90)) / depth), 3)


def _lying(grey: Image.Image, paper: int) -> bool | None:
    """Whether lines of text run up and down, by what most tiles with text say.

    So far away the letters run together, and lines are what is left of them.
    """
    ink: _Mask = _inside(np.asarray(grey.reduce(4))) < paper - _INK_STEP
    side = max(ink.shape) // _TILES
    if side < _CELL * 2:
        return None
    down, across = ink.shape[0] // side, ink.shape[1] // side
    tiles = ink[: down * side, : across * side].reshape(down, side, across, side)
    rows, columns = tiles.mean(axis=3), tiles.mean(axis=1)
    by_rows = np.abs(np.diff(rows, axis=1)).mean(axis=1)
    by_columns = np.abs(np.diff(columns, axis=2)).mean(axis=2)
    filled = tiles.mean(axis=(1, 3))
    text = (filled > _TEXT[0]) & (filled < _TEXT[1])
    upright = int((text & (by_rows > by_columns * _CLEARER)).sum())
    lying = int((text & (by_columns > by_rows * _CLEARER)).sum())
    if max(upright, lying) < _LEAST_TILES:
        return None
    if lying > _MAJORITY * upright:
        return True
    return False if upright > _MAJORITY * lying else None


def _colour(image: Image.Image) -> tuple[bool, float]:
    """Whether there is colour, and the share of red where it is densest."""
    red, green, blue = image.reduce(2).split()
    others = ImageChops.lighter(green, blue)
    low = ImageChops.darker(red, ImageChops.darker(green, blue))
    span = _inside(np.asarray(ImageChops.subtract(ImageChops.lighter(red, others), low)))
    if float(np.mean(span > _COLOUR_STEP)) < _LEAST_COLOUR:
        return False, 0.0
    redness = _inside(np.asarray(ImageChops.subtract(red, others)))  # 0 where it is not red
    return True, _densest(redness > _RED_STEP)


def _densest(mask: _Mask) -> float:
    """The share of a mask within the window of a seal's size that has most of it."""
    down, across = (side // _CELL for side in mask.shape)
    if not (down and across):
        return 0.0
    cells = mask[: down * _CELL, : across * _CELL]
    counts = cells.reshape(down, _CELL, across, _CELL).sum(axis=(1, 3))
    side = max(1, min(down, across, round(_SEAL * min(mask.shape) / _CELL)))
    sums: NDArray[np.int64] = np.pad(counts.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    windows = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return round(float(windows.max() / (side * _CELL) ** 2), 4)
