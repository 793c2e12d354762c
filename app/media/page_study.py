"""What a page looks like as a whole: its paper, its ink, how far it lies askew.

Learnt once from a small grey picture of the whole page, so that every part of it that is drawn
later is changed alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]
LONGEST: Final = 1_000
"""Pixels along the long side that a page is studied with."""
MOST_ASKEW: Final = 5.0
_CELL: Final = 16
_PAPER_RANK: Final = 0.8
"""Of the pixels of a cell, this share is darker than what is taken for its paper."""
_INK: Final = 0.72
"""Darker than this share of the paper around is ink."""
_TONES: Final = (0.55, 0.85)
"""Bounds of the threshold between the two tones, as shares of the paper."""
_LEAST_INK: Final = 400
_MOST_POINTS: Final = 30_000
_OUTSTANDING: Final = 1.5
"""How much sharper the lines of a page are at their angle than at most others."""
_CLEARER: Final = 1.03
"""How much sharper lines have to be after turning for it to be believed."""


@dataclass(frozen=True, slots=True)
class Study:
    """Findings about a page.

    Attributes:
        dark, bright: grey levels that become black and white.
        paper: brightness of the paper, a small grid over the page.
        tone: the share of the paper's brightness that parts ink from paper.
        askew: degrees the sheet has to be turned clockwise to stand straight.
    """

    dark: int
    bright: int
    paper: Grey
    tone: float
    askew: float


def study(grey: Grey) -> Study:
    """Look at a whole upright page, rows × columns."""
    paper = _paper(grey)
    around = _spread(paper, grey.shape)
    share = np.minimum(grey / np.maximum(around, 1), 1.0)
    dark, bright = _levels(grey)
    tone = min(max(_otsu(share), _TONES[0]), _TONES[1])
    return Study(dark, bright, paper, tone, find_skew(share < _INK))


def _paper(grey: Grey) -> Grey:
    """The brightness of the paper in cells; where a cell is all ink, that of its surroundings."""
    rows, columns = (max(1, side // _CELL) for side in grey.shape)
    high, wide = min(_CELL, grey.shape[0]), min(_CELL, grey.shape[1])
    cells = grey[: rows * high, : columns * wide].reshape(rows, high, columns, wide)
    flat = cells.transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    paper = np.quantile(flat, _PAPER_RANK, axis=2).astype(np.uint8)
    image = Image.fromarray(paper)
    for _ in range(3):  # letters and stamps are narrower than this, shadows are not
        image = image.filter(ImageFilter.MaxFilter(3))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(2)))


def _spread(paper: Grey, shape: tuple[int, ...]) -> Grey:
    image = Image.fromarray(paper).resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(image)


def _levels(grey: Grey) -> tuple[int, int]:
    """What becomes black and white: of a sheet its paper, of a photo the brightest."""
    dark, low, middle, high, top = np.percentile(grey, (0.5, 40, 50, 80, 99.5))
    is_paper = middle > 110 and high - low < 40
    bright = low - (high - low) / 2 if is_paper else top
    if bright - dark < 24:  # an empty page has nothing to be told apart
        return 0, 255
    return round(dark), round(bright)


def _otsu(share: NDArray[np.float64]) -> float:
    """The threshold that parts two groups best (Otsu 1979)."""
    counts, _ = np.histogram(share, bins=128, range=(0, 1))
    weights = counts / counts.sum()
    middles = (np.arange(128) + 0.5) / 128
    below, mean = np.cumsum(weights), np.cumsum(weights * middles)
    between = (mean[-1] * below - mean) ** 2 / np.maximum(below * (1 - below), 1e-9)
    return float(middles[int(np.argmax(between))])


def find_skew(ink: NDArray[np.bool_]) -> float:
    """Degrees to turn clockwise so that lines run level; 0.0 where that cannot be told.

    Of all angles, the right one makes the sums along rows and columns differ most.
    """
    edges = ink.copy()
    edges[1:] &= ~ink[:-1]  # upper edges: thin where lines run level
    rows, columns = np.nonzero(edges)
    if rows.size < _LEAST_INK:
        return 0.0
    if rows.size > _MOST_POINTS:
        step = rows.size / _MOST_POINTS
        chosen = (np.arange(_MOST_POINTS) * step).astype(np.intp)
        rows, columns = rows[chosen], columns[chosen]
    y, x = rows.astype(np.float32), columns.astype(np.float32)
    coarse = np.arange(-MOST_ASKEW, MOST_ASKEW + 0.01, 0.5)
    scores = [_sharpness(x, y, angle) for angle in coarse]
    best = coarse[int(np.argmax(scores))]
    if max(scores) < _OUTSTANDING * float(np.median(scores)):
        return 0.0
    fine = np.clip(best + np.arange(-0.5, 0.51, 0.1), -MOST_ASKEW, MOST_ASKEW)
    best = max(fine, key=lambda angle: _sharpness(x, y, angle))
    if _sharpness(x, y, best) < _CLEARER * _sharpness(x, y, 0.0):
        return 0.0
    return round(float(best), 2)


def _sharpness(x: NDArray[np.float32], y: NDArray[np.float32], angle: float) -> float:
    """How unevenly points lie over rows after turning them clockwise by `angle` degrees."""
    lean = math.tan(math.radians(angle))
    heights = y + x * lean
    sums = np.bincount((heights - heights.min()).astype(np.intp)).astype(np.float64)
    return float(np.square(np.diff(sums)).sum())
