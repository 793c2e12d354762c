"""A page that is one JPEG, and the ways from its bytes to the pixels that were asked for.

The file may turn, mirror and crop the picture, or leave a margin around it. All geometry is exact
to a fraction of a pixel. Half of 2481 pixels are 1240.5; the decoder gives 1241, and the half
column that is too much is left out by `SourceRect`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from app.media.box import WHOLE, Box
from app.media.drawing import Drawing
from app.media.geometry import Raster
from app.media.jpeg import JpegHead, decode, fraction_for
from app.media.kept import Kept
from app.media.limits import MAX_RENDER_PIXELS
from app.media.pixels import (
    WHITE,
    Pixels,
    as_image,
    as_pixels,
    bgrx,
    copy_turned,
    turned_rect,
)
from app.media.route import Route, SourceRect

LEAST: Final = 0.75
"""A quick picture has at least this share of the pixels that were asked for, across."""
_ROOM: Final = 0.98
"""For rows and columns that are only begun."""


@dataclass(frozen=True, slots=True)
class JpegPage:
    """Where the JPEG of a page is and how it lies.

    Attributes:
        load: gives the bytes of the JPEG.
        page: the page as a part of the picture as stored.
        mirror: whether left and right are exchanged before turning.
        turn: degrees clockwise after which it stands as on the upright page.
        colours: what the file says about its colours, for `colour_check`.
    """

    load: Callable[[], bytes]
    head: JpegHead
    page: Box = WHOLE
    mirror: bool = False
    turn: int = 0
    colours: bytes = b""

    def _fraction(self, raster: Raster, rotation: int, least: float, most: int) -> int:
        lying = (self.turn + rotation) % 180 != 0
        shown = raster.full_height if lying else raster.full_width
        return fraction_for(self.head, shown / self.page.width, least, most)

    def _stored(self, rotation: int) -> int:
        """Pixels of the JPEG across the page as it is turned."""
        if (self.turn + rotation) % 180:
            return round(self.head.height * self.page.height)
        return round(self.head.width * self.page.width)

    def quick(self, raster: Raster, rotation: int) -> Drawing:
        """The whole page with about the pixels that were asked for, as the decoder has them."""
        turn = (self.turn + rotation) % 360
        most = round(MAX_RENDER_PIXELS * _ROOM / max(1.0, self.page.width * self.page.height))
        fraction = self._fraction(raster, rotation, LEAST, most)
        across, down = self.head.width / fraction, self.head.height / fraction
        left, top = math.floor(self.page.left * across), math.floor(self.page.top * down)
        width = math.ceil(self.page.right * across - 1e-6) - left
        height = math.ceil(self.page.bottom * down - 1e-6) - top
        cut = SourceRect(
            self.page.left * across - left,
            self.page.top * down - top,
            self.page.width * across,
            self.page.height * down,
        )
        rect = turned_rect(cut, width, height, turn, mirror=self.mirror)
        shown = (height, width) if turn % 180 else (width, height)
        decoded = self.head.scaled(fraction)

        def paint(buffer: memoryview) -> None:
            if (left, top, width, height) == (0, 0, *decoded) and not turn and not self.mirror:
                decode(self.load(), self.head, fraction, "BGRX", buffer)
                return
            scratch = np.empty(decoded[0] * decoded[1] * 4, np.uint8)
            whole = decode(self.load(), self.head, fraction, "BGRX", scratch)
            target = bgrx(buffer, *shown)
            copy_turned(_cut(whole, left, top, width, height), target, turn, mirror=self.mirror)

        return Drawing(raster, *shown, rect, Route.FAST, paint, self._stored(rotation))

    def exact(self, raster: Raster, rotation: int, kept: Kept) -> Drawing:
        """The very pixels that were asked for, resampled; for tiles the picture is kept."""
        turn = (self.turn + rotation) % 360
        part, full = raster.part, (raster.full_width, raster.full_height)
        asked = Box(
            part.x / full[0],
            part.y / full[1],
            (part.x + part.width) / full[0],
            (part.y + part.height) / full[1],
        ).turned(-turn)
        place = (asked.mirrored() if self.mirror else asked).within(self.page)
        sides = (part.height, part.width) if turn % 180 else (part.width, part.height)

        def paint(buffer: memoryview) -> None:
            most = kept.most_pixels(grey=self.head.grey)
            fraction = self._fraction(raster, rotation, 1.0, most)
            image = kept.take(
                (self, fraction), lambda: self._decoded(fraction), keep=not raster.is_whole
            )
            across, down = self.head.width / fraction, self.head.height / fraction
            box = (place.left * across, place.top * down, place.right * across, place.bottom * down)
            drawn = _resample(image, box, (across, down), sides)
            target = bgrx(buffer, part.width, part.height)
            copy_turned(drawn, target, turn, mirror=self.mirror)

        drawing = Drawing.exact(raster, Route.FAST, paint)
        return replace(drawing, stored=self._stored(rotation))

    def _decoded(self, fraction: int) -> Image.Image:
        """The picture as stored: L if it is grey, else with four bytes a pixel."""
        width, height = self.head.scaled(fraction)
        depth, space = (1, "GRAY") if self.head.grey else (4, "BGRX")
        memory = np.empty(width * height * depth, np.uint8)
        return as_image(decode(self.load(), self.head, fraction, space, memory))


def _cut(whole: Pixels, left: int, top: int, width: int, height: int) -> Pixels:
    """A part of a picture, on white where it reaches beyond."""
    rows, columns = whole.shape[:2]
    if left >= 0 and top >= 0 and left + width <= columns and top + height <= rows:
        return whole[top : top + height, left : left + width]
    sheet = np.full((height, width, 4), WHITE, np.uint8)
    x, y = max(left, 0), max(top, 0)
    right, bottom = min(left + width, columns), min(top + height, rows)
    sheet[y - top : bottom - top, x - left : right - left] = whole[y:bottom, x:right]
    return sheet


def _resample(
    image: Image.Image,
    box: tuple[float, float, float, float],
    picture: tuple[float, float],
    sides: tuple[int, int],
) -> Pixels:
    """`box` of a picture, with `sides` pixels; white where it reaches beyond the picture.

    Bicubic: Lanczos takes half as long again and differs by less than the grain of the scan.
    """
    inside = (
        max(box[0], 0.0), max(box[1], 0.0), min(box[2], picture[0]), min(box[3], picture[1]),
    )  # fmt: skip
    method = Image.Resampling.BICUBIC
    if inside == box:
        return as_pixels(image.resize(sides, method, box=box, reducing_gap=3.0))
    sheet = np.full((sides[1], sides[0], 4), WHITE, np.uint8)
    per_x, per_y = sides[0] / (box[2] - box[0]), sides[1] / (box[3] - box[1])
    left, right = round((inside[0] - box[0]) * per_x), round((inside[2] - box[0]) * per_x)
    top, bottom = round((inside[1] - box[1]) * per_y), round((inside[3] - box[1]) * per_y)
    if inside[0] < inside[2] and inside[1] < inside[3] and left < right and top < bottom:
        size = (right - left, bottom - top)
        drawn = image.resize(size, method, box=inside, reducing_gap=3.0)
        sheet[top:bottom, left:right] = as_pixels(drawn)
    return sheet
