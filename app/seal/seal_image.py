"""From a red-on-white scan to a seal's picture with a transparent ground.

Works on a picture that was decoded already: foreign bytes are decoded in the media worker
(`app.media`), never here. Ink is told from paper by redness alone, so grey shadows, pencil and
printed text vanish, and a pixel at an edge keeps its share of ink.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.seal.image import SealImage
from app.seal.problems import SealCode, SealError

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]
Figure = set[tuple[int, int]]

LEAST_PIXELS_PER_MM: Final = 300 / 42
"""A seal of 42 mm needs 300 pixels across."""
PIXELS_PER_MM: Final = (480 / 42, 400 / 42, 340 / 42, 300 / 42)
"""How finely a seal is kept: more adds nothing on paper, the least is for a much worn seal."""
MOST_PACKED: Final = 14_500
"""Bytes a compressed mask may have: with 24 KB for the signature, and the strips of a cross-page
seal on a dozen pages, a file grows by less than 50 KB."""
LEAST_RED: Final = 0.01
MOST_RED: Final = 0.85
"""Shares of the picture, and of the cropped seal, that are ink."""
SHAPE_TOLERANCE: Final = 0.06
_INK: Final = 60
"""Redness (R less the mean of G and B) from which a pixel surely is ink."""
_COARSE: Final = 8
_FINE: Final = 2
"""Sides of the cells in pixels, for finding the seal and for finding specks."""
_SPECK_MM2: Final = 0.09
_AROUND: Final = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
_LEVELS: Final = (16, 8, 6, 4)


def from_scan(picture: Image.Image, size_mm: tuple[float, float]) -> SealImage:
    """The seal in a scan: cut out, cleaned, its paper transparent.

    :param picture: any mode; what is transparent counts as white paper.
    :param size_mm: width and height on paper, as registered.
    :raises SealError: IMAGE_NOT_RED, IMAGE_ALL_RED, IMAGE_CUT_OFF, IMAGE_TOO_SMALL (pixels, least).
    """
    ink = _ink(picture)
    solid = ink > 0.5
    if solid.mean() < LEAST_RED:
        raise SealError(SealCode.IMAGE_NOT_RED)
    ink = ink * _without_specks(solid, size_mm)
    top, bottom, left, right = _bounds(ink > 0.5)
    cut = ink[top:bottom, left:right]
    _refuse_shape(cut, size_mm)
    if (cut > 0.5).mean() > MOST_RED:
        raise SealError(SealCode.IMAGE_ALL_RED)
    return _packed(_rounded(cut), size_mm)


def _ink(picture: Image.Image) -> Grey:
    """How much ink each pixel has, 0 to 1."""
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    ground.alpha_composite(picture.convert("RGBA"))
    red, green, blue = np.moveaxis(np.asarray(ground.convert("RGB"), dtype=np.float32), 2, 0)
    redness = red - (green + blue) / 2
    paper = redness[redness < _INK]
    full = redness[redness >= _INK]
    if full.size < LEAST_RED * redness.size:
        raise SealError(SealCode.IMAGE_NOT_RED)
    low = float(np.median(paper)) if paper.size else 0.0
    high = float(np.percentile(full, 60))
    share = np.clip((redness - low) / max(high - low, 1.0), 0, 1)
    share[share < 0.12] = 0
    share[share > 0.9] = 1
    ink: Grey = share.astype(np.float32)
    return ink


def _without_specks(solid: Mask, size_mm: tuple[float, float]) -> Mask:
    """Where ink may be: within the one large figure, and in no dot too small to be a stroke."""
    top, bottom, left, right = _bounds_of_figure(solid)
    part = solid[top:bottom, left:right]
    least = _SPECK_MM2 * (max(part.shape) / max(size_mm)) ** 2
    counts = _cells(part, _FINE).sum(axis=(1, 3))
    kept = np.zeros(counts.shape, dtype=np.bool_)
    for figure in _figures(counts > 0):
        rows, columns = zip(*figure, strict=True)
        kept[rows, columns] = counts[rows, columns].sum() >= least
    grown = np.repeat(np.repeat(kept, _FINE, axis=0), _FINE, axis=1)
    inked = Image.fromarray(grown[: part.shape[0], : part.shape[1]]).convert("L")
    whole = np.zeros_like(solid)
    whole[top:bottom, left:right] = np.asarray(inked.filter(ImageFilter.MaxFilter(5))) > 0
    return whole


def _bounds_of_figure(solid: Mask) -> tuple[int, int, int, int]:
    """Bounds of the largest figure, whose parts lie at most some pixels from each other."""
    largest = max(_figures(_cells(solid, _COARSE).any(axis=(1, 3))), key=_spread)
    rows, columns = zip(*largest, strict=True)
    height, width = solid.shape
    return (
        min(rows) * _COARSE, min((max(rows) + 1) * _COARSE, height),
        min(columns) * _COARSE, min((max(columns) + 1) * _COARSE, width),
    )  # fmt: skip


def _cells(solid: Mask, side: int) -> Mask:
    """The same pixels in square cells, as rows × side × columns × side."""
    height, width = solid.shape
    padded = np.pad(solid, ((0, -height % side), (0, -width % side)))
    return padded.reshape(padded.shape[0] // side, side, padded.shape[1] // side, side)


def _figures(cells: Any) -> list[Figure]:
    """The cells that are set, in figures of touching ones."""
    left_over = {(int(row), int(column)) for row, column in np.argwhere(cells)}
    found: list[Figure] = []
    while left_over:
        start = left_over.pop()
        figure, edge = {start}, [start]
        while edge:
            row, column = edge.pop()
            for one in [(row + down, column + right) for down, right in _AROUND]:
                if one in left_over:
                    left_over.remove(one)
                    figure.add(one)
                    edge.append(one)
        found.append(figure)
    return found


def _spread(figure: Figure) -> int:
    rows, columns = zip(*figure, strict=True)
    return int((max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1))


def _bounds(solid: Mask) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not rows.size:
        raise SealError(SealCode.IMAGE_NOT_RED)
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _refuse_shape(cut: Grey, size_mm: tuple[float, float]) -> None:
    height, width = cut.shape
    wanted = size_mm[0] / size_mm[1]
    if abs(width / height / wanted - 1) > SHAPE_TOLERANCE:
        raise SealError(SealCode.IMAGE_CUT_OFF)
    least = round(LEAST_PIXELS_PER_MM * max(size_mm))
    if max(width, height) < least:
        raise SealError(SealCode.IMAGE_TOO_SMALL, pixels=max(width, height), least=least)


def _rounded(cut: Grey) -> Grey:
    """Without what lies outside the ellipse, where nearly all ink lies inside: a round seal."""
    height, width = cut.shape
    down = (np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1
    across = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    inside = down[:, None] ** 2 + across[None, :] ** 2 <= 1.015**2
    if cut[~inside].sum() > 0.01 * cut.sum():
        return cut  # a square or oblong seal
    round_one: Grey = (cut * inside).astype(np.float32)
    return round_one


def _packed(cut: Grey, size_mm: tuple[float, float]) -> SealImage:
    """The picture as finely, and with as many grey levels, as fit."""
    grey = Image.fromarray(np.rint(cut * 255).astype(np.uint8))
    tried: SealImage | None = None
    for fineness in PIXELS_PER_MM:
        fine = _reduced(grey, (round(fineness * size_mm[0]), round(fineness * size_mm[1])))
        for levels in _LEVELS:
            tried = SealImage(fine.width, fine.height, _quantised(fine, levels), size_mm)
            if len(tried.packed) <= MOST_PACKED:
                return tried
    assert tried is not None
    return tried


def _reduced(grey: Image.Image, most: tuple[int, int]) -> Image.Image:
    if grey.width <= most[0] and grey.height <= most[1]:
        return grey
    return grey.resize(most, Image.Resampling.LANCZOS)


def _quantised(grey: Image.Image, levels: int) -> bytes:
    steps = np.rint(np.asarray(grey, dtype=np.float32) / 255 * (levels - 1))
    return np.rint(steps * (255 / (levels - 1))).astype(np.uint8).tobytes()
