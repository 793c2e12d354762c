"""From a red-on-white scan to a seal's picture with a transparent ground.

Works on a picture that was decoded already: foreign bytes are decoded in the media worker
(`app.media`), never here. Ink is told from paper by redness alone, so grey shadows, pencil and
printed text vanish, and a pixel at an edge keeps its share of ink.
"""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.seal.image import SealImage
from app.seal.problems import SealCode, SealError

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]

LEAST_PIXELS_PER_MM: Final = 300 / 42
"""A seal of 42 mm needs 300 pixels across."""
MOST_PIXELS_PER_MM: Final = 480 / 42
"""More adds nothing on paper and makes every sealed file larger."""
MOST_PACKED: Final = 20_000
"""Bytes a compressed mask may have: with 24 KB for the signature a file grows by less than 50."""
LEAST_RED: Final = 0.01
MOST_RED: Final = 0.85
"""Shares of the picture, and of the cropped seal, that are ink."""
SHAPE_TOLERANCE: Final = 0.06
_INK: Final = 60
"""Redness (R less the mean of G and B) from which a pixel surely is ink."""
_CELL: Final = 8
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
    ink = ink * _without_specks(solid)
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
    return share.astype(np.float32)


def _without_specks(solid: Mask) -> Mask:
    """Where ink may be: near what is more than a speck, and part of the one large figure."""
    opened = Image.fromarray(solid.astype(np.uint8) * 255).filter(ImageFilter.MedianFilter(3))
    near = np.asarray(opened.filter(ImageFilter.MaxFilter(5))) > 0
    top, bottom, left, right = _bounds_of_figure(near)
    kept = np.zeros_like(near)
    kept[top:bottom, left:right] = near[top:bottom, left:right]
    return kept


def _bounds_of_figure(near: Mask) -> tuple[int, int, int, int]:
    """Bounds of the largest figure; cells of 8 pixels that touch belong together."""
    height, width = near.shape
    padded = np.pad(near, ((0, -height % _CELL), (0, -width % _CELL)))
    rows, columns = padded.shape[0] // _CELL, padded.shape[1] // _CELL
    cells = padded.reshape(rows, _CELL, columns, _CELL).any(axis=(1, 3))
    left_over = {(int(row), int(column)) for row, column in np.argwhere(cells)}
    best: set[tuple[int, int]] = set()
    while left_over:
        figure = _grown(left_over)
        if _spread(figure) > _spread(best):
            best = figure
    if not best:
        raise SealError(SealCode.IMAGE_NOT_RED)
    tops, lefts = [row for row, _ in best], [column for _, column in best]
    return (
        min(tops) * _CELL, min((max(tops) + 1) * _CELL, height),
        min(lefts) * _CELL, min((max(lefts) + 1) * _CELL, width),
    )  # fmt: skip


def _grown(left_over: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """One figure of touching cells, taken out of ``left_over``."""
    start = left_over.pop()
    figure, edge = {start}, [start]
    while edge:
        row, column = edge.pop()
        for one in [(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]:
            if one in left_over:
                left_over.remove(one)
                figure.add(one)
                edge.append(one)
    return figure


def _spread(figure: set[tuple[int, int]]) -> int:
    if not figure:
        return 0
    rows, columns = zip(*figure, strict=True)
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


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
    return (cut * inside).astype(np.float32)


def _packed(cut: Grey, size_mm: tuple[float, float]) -> SealImage:
    """The picture at its final size, with as many grey levels as fit."""
    most = tuple(max(round(MOST_PIXELS_PER_MM * side), 1) for side in size_mm)
    grey = Image.fromarray(np.rint(cut * 255).astype(np.uint8))
    if grey.width > most[0] or grey.height > most[1]:
        grey = grey.resize((most[0], most[1]), Image.Resampling.LANCZOS)
    fine = np.asarray(grey, dtype=np.float32) / 255
    for levels in _LEVELS:
        steps = np.rint(fine * (levels - 1)) * (255 / (levels - 1))
        mask = np.rint(steps).astype(np.uint8).tobytes()
        if len(zlib.compress(mask, 9)) <= MOST_PACKED:
            break
    return SealImage(grey.width, grey.height, mask, size_mm)
