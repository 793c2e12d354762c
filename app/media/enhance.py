"""Changes a drawn page as its `Look` asks: contrast, two tones, straightened."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.media.geometry import Clip, Raster
from app.media.look import Look
from app.media.page_study import Study

Pixels = NDArray[np.uint8]
_STEEP: Final = 6
"""How fast one tone becomes the other: edges of letters stay smooth."""
_RIM: Final = 2
_BAND: Final = 256


def source_of(raster: Raster, look: Look, study: Study) -> Raster:
    """What has to be drawn for `raster` to be filled: more than it where the page is turned."""
    if not (look.straighten and study.askew):
        return raster
    part = raster.part
    cos, sin = _turn(study)
    corners = [
        _from(raster, cos, sin, x, y)
        for x in (part.x, part.x + part.width)
        for y in (part.y, part.y + part.height)
    ]
    left = min(max(math.floor(min(x for x, _ in corners)) - _RIM, 0), raster.full_width - 1)
    top = min(max(math.floor(min(y for _, y in corners)) - _RIM, 0), raster.full_height - 1)
    right = max(min(math.ceil(max(x for x, _ in corners)) + _RIM, raster.full_width), left + 1)
    bottom = max(min(math.ceil(max(y for _, y in corners)) + _RIM, raster.full_height), top + 1)
    return raster._replace(part=Clip(left, top, right - left, bottom - top))


def enhance(
    drawn: Pixels, source: Raster, raster: Raster, rotation: int, look: Look, study: Study
) -> Pixels:
    """`drawn`, which shows `source`, changed and cut to `raster`: rows × columns × 4.

    `drawn` itself is changed on the way.

    :param rotation: degrees clockwise that the page is turned; it was studied upright.
    """
    if look.black_white:
        _part_tones(drawn, source, rotation, study)
    elif look.contrast:
        _stretch(drawn, study)
    if look.straighten and study.askew:
        return _straightened(drawn, source, raster, study)
    return drawn


def _stretch(drawn: Pixels, study: Study) -> None:
    levels = np.arange(256, dtype=np.float32)
    span = max(1, study.bright - study.dark)
    table = np.clip((levels - study.dark) * 255 / span, 0, 255).astype(np.uint8)
    for rows in _bands(drawn):
        np.take(table, rows, out=rows)


def _part_tones(drawn: Pixels, source: Raster, rotation: int, study: Study) -> None:
    """Dark where a pixel is darker than a share of the paper around it."""
    width = drawn.shape[1]
    paper = Image.fromarray(np.ascontiguousarray(np.rot90(study.paper, -rotation // 90)))
    part = source.part
    left, right = (x / source.full_width * paper.width for x in (part.x, part.x + part.width))
    row = part.y
    for rows in _bands(drawn):
        top, row = row, row + rows.shape[0]
        upper, lower = (y / source.full_height * paper.height for y in (top, row))
        around = paper.resize(
            (width, rows.shape[0]), Image.Resampling.BILINEAR, box=(left, upper, right, lower)
        )
        edge = (np.asarray(around) * np.float32(study.tone)).astype(np.int16)
        grey = np.asarray(Image.fromarray(rows[..., 2::-1]).convert("L")).astype(np.int16)
        rows[...] = np.clip(128 + (grey - edge) * _STEEP, 0, 255)[..., None]


def _bands(pixels: Pixels) -> Iterator[Pixels]:
    """Views of some rows at a time, so that what is worked out about them stays small."""
    for row in range(0, pixels.shape[0], _BAND):
        yield pixels[row : row + _BAND]


def _straightened(drawn: Pixels, source: Raster, raster: Raster, study: Study) -> Pixels:
    part, drawn_part = raster.part, source.part
    cos, sin = _turn(study)
    x0, y0 = _from(raster, cos, sin, part.x, part.y)
    drawn[..., 3] = 255
    image = Image.frombuffer(
        "RGBA", (drawn_part.width, drawn_part.height), drawn, "raw", "RGBA", 0, 1
    )
    turned = image.transform(
        (part.width, part.height),
        Image.Transform.AFFINE,
        (cos, sin, x0 - drawn_part.x, -sin, cos, y0 - drawn_part.y),
        Image.Resampling.BICUBIC,
        fillcolor=(255, 255, 255, 255),
    )
    return np.asarray(turned)


def _turn(study: Study) -> tuple[float, float]:
    angle = math.radians(study.askew)
    return math.cos(angle), math.sin(angle)


def _from(raster: Raster, cos: float, sin: float, x: float, y: float) -> tuple[float, float]:
    """Where the drawn page has what the straightened page shows at (x, y)."""
    across, down = x - raster.full_width / 2, y - raster.full_height / 2
    return (
        raster.full_width / 2 + cos * across + sin * down,
        raster.full_height / 2 - sin * across + cos * down,
    )
