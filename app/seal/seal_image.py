"""From a red-on-white scan to a seal's picture with a transparent ground.

Works on a picture that was decoded already: foreign bytes are decoded in the media worker
(`app.media`), never here. Ink is told from paper by redness alone, so grey shadows, pencil and
printed text vanish, and a pixel at an edge keeps its share of ink.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.seal.figures import Mask, cells, figures, seal_area
from app.seal.image import SealImage
from app.seal.problems import SealCode, SealError

Grey = NDArray[np.float32]

LEAST_PIXELS_PER_MM: Final = 300 / 42
"""A seal of 42 mm needs 300 pixels across."""
PIXELS_PER_MM: Final = (480 / 42, 400 / 42, 340 / 42, 300 / 42)
"""How finely a seal is kept: more adds nothing on paper, the least is for a much worn seal."""
MOST_PACKED: Final = 14_500
"""Bytes a compressed mask may have: with 24 KB for the signature, and the strips of a cross-page
seal on a dozen pages, a file grows by less than 50 KB."""
LEAST_RED: Final = 0.01
MOST_RED: Final = 0.85
"""Shares of the seal's own area that are ink."""
SHAPE_TOLERANCE: Final = 0.06
INK: Final = 60
"""Redness (R less the mean of G and B) from which a pixel surely is ink."""
FAINTEST, STRONGEST = 25, 140
"""What may be set instead: less for a faint impression, more for reddish paper."""
_OVERVIEW: Final = 800
"""Pixels of the longer side at which the seal is looked for, up to twice as many."""
_FINE: Final = 2
_SPECK_MM2: Final = 0.09
_LEVELS: Final = (16, 8, 6, 4)


def from_scan(picture: Image.Image, size_mm: tuple[float, float], ink_from: int = INK) -> SealImage:
    """The seal in a scan: found on the sheet, cut out, cleaned, its paper transparent.

    :param picture: any mode; what is transparent counts as white paper.
    :param size_mm: width and height on paper, as registered.
    :param ink_from: redness from which a pixel is ink. Another value makes another mask.
    :raises SealError: IMAGE_NOT_RED, IMAGE_ALL_RED, IMAGE_CUT_OFF, IMAGE_TOO_SMALL (pixels, least).
    """
    ink = _ink(_around_seal(picture, size_mm[0] / size_mm[1], ink_from), ink_from)
    ink = ink * _without_specks(ink > 0.5, size_mm)
    top, bottom, left, right = _bounds(ink > 0.5)
    cut = ink[top:bottom, left:right]
    _refuse_shape(cut, size_mm)
    if (cut > 0.5).mean() > MOST_RED:
        raise SealError(SealCode.IMAGE_ALL_RED)
    return _packed(_rounded(cut), size_mm)


def _around_seal(picture: Image.Image, shape: float, ink_from: int) -> Image.Image:
    """The part of the sheet with the seal, found on a reduced copy: sheets have 35 megapixels."""
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA")
    factor = max(max(picture.size) // _OVERVIEW, 1)
    solid = _redness(_on_white(picture.reduce(factor))) >= ink_from
    found = seal_area(solid, shape, 2 * SHAPE_TOLERANCE)
    if (
        found is None
        or solid[found.top : found.bottom, found.left : found.right].mean() < LEAST_RED
    ):
        raise SealError(SealCode.IMAGE_NOT_RED)
    margin = factor * (2 + (found.bottom - found.top) // 50)
    return _on_white(
        picture.crop((
            max(found.left * factor - margin, 0),
            max(found.top * factor - margin, 0),
            min(found.right * factor + margin, picture.width),
            min(found.bottom * factor + margin, picture.height),
        ))
    )  # fmt: skip


def _on_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def _redness(picture: Image.Image) -> Grey:
    """Red less the mean of green and blue: 0 for paper, shadow, pencil and print."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.float32), 2, 0)
    redness: Grey = red - (green + blue) / 2
    return redness


def _ink(picture: Image.Image, ink_from: int) -> Grey:
    """How much ink each pixel has, 0 to 1."""
    redness = _redness(picture)
    paper, full = redness[redness < ink_from], redness[redness >= ink_from]
    if not full.size:
        raise SealError(SealCode.IMAGE_NOT_RED)
    low = float(np.median(paper)) if paper.size else 0.0
    high = float(np.percentile(full, 60))
    share = np.clip((redness - low) / max(high - low, 1.0), 0, 1)
    share[share < 0.12] = 0
    share[share > 0.9] = 1
    ink: Grey = share.astype(np.float32)
    return ink


def _without_specks(solid: Mask, size_mm: tuple[float, float]) -> Mask:
    """Where ink may be: in no dot too small to be a stroke, with a rim for the edges."""
    least = _SPECK_MM2 * (max(solid.shape) / max(size_mm)) ** 2
    counts = cells(solid, _FINE)
    kept = np.zeros(counts.shape, dtype=np.bool_)
    for figure in figures(counts > 0):
        enough = sum(int(counts[row, begin:end].sum()) for row, begin, end in figure) >= least
        for row, begin, end in figure:
            kept[row, begin:end] = enough
    grown = np.repeat(np.repeat(kept, _FINE, axis=0), _FINE, axis=1)
    inked = Image.fromarray(grown[: solid.shape[0], : solid.shape[1]]).convert("L")
    rim: Mask = np.asarray(inked.filter(ImageFilter.MaxFilter(5))) > 0
    return rim


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
