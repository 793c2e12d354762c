"""Marks at known places are found there: every way a page may lie, both ways of drawing it."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.media.geometry import Clip
from app.media.route import Route
from tests.media.canvas import MARKS, Easel, turned
from tests.media.sheets import Sheet, jpeg, pdf

Opened = Callable[[Path], Easel]
SIZE = (333, 501)
SIDE = 40
CORNERS = {"red": (47, 130), "green": (229, 181), "blue": (113, 381)}
"""Upper left corners of the marks in pixels of the sheet; each is `SIDE` wide and high."""
SPOTS = {
    name: ((x + SIDE / 2) / SIZE[0], (y + SIDE / 2) / SIZE[1]) for name, (x, y) in CORNERS.items()
}
"""Their middles in fractions of the sheet."""
MEDIA = (0, 0, 200, 300)
CROPS = {"whole": None, "cropped": (20.5, 35.25, 171.5, 281.75)}
WIDTHS = (97, 240, 500)
VISIBLE = "BT 0 Tr 1 1 1 rg /F 1 Tf 0 0 Td (.) Tj ET"
"""A white full stop, for which PDFium has to draw the page."""


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Easel]]:
    with contextlib.ExitStack() as open_ones:

        def open_one(path: Path) -> Easel:
            easel = Easel(path)
            open_ones.callback(easel.close)
            return easel

        yield open_one


def marked() -> Image.Image:
    picture = Image.new("RGB", SIZE, (250, 250, 245))
    draw = ImageDraw.Draw(picture)
    for name, (x, y) in CORNERS.items():
        draw.rectangle((x, y, x + SIDE - 1, y + SIDE - 1), MARKS[name])
    return picture


def seen_at(name: str, crop: tuple[float, float, float, float] | None) -> tuple[float, float]:
    """Where a mark is in the cropped page, in fractions, before the page is turned."""
    x, y = SPOTS[name][0] * 200, (1 - SPOTS[name][1]) * 300
    left, bottom, right, top = crop or MEDIA
    return (x - left) / (right - left), (top - y) / (top - bottom)


def check(easel: Easel, spots: dict[str, tuple[float, float]], route: Route) -> None:
    """Every mark within a pixel of what was asked for, or of what was drawn if that is less."""
    allowed = 1.1 if route is Route.PDFIUM else 1.0  # it puts edges on whole pixels
    for width, rotation, fine in itertools.product(WIDTHS, (0, 90, 180, 270), (False, True)):
        drawn = easel.draw(width, rotation, fine=fine)
        assert drawn.route is route
        if fine:
            assert drawn.pixels.shape[1] == drawn.drawing.raster.full_width == width
        for name, spot in spots.items():
            place = drawn.centre(name)
            assert place is not None, (width, rotation, fine, name)
            wanted = turned(spot, rotation)
            raster = drawn.drawing.raster
            least = min(1.0, drawn.drawing.source_rect.width / raster.part.width)
            off = (
                abs(place[0] - wanted[0]) * raster.full_width,
                abs(place[1] - wanted[1]) * raster.full_height,
            )
            assert max(off) <= allowed / least, (width, rotation, fine, name, off)


@pytest.mark.parametrize("route", [Route.FAST, Route.PDFIUM])
@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pages_of_a_pdf(
    tmp_path: Path, opened: Opened, rotate: int, crop: str, route: Route
) -> None:
    path = tmp_path / "a.pdf"
    after = VISIBLE if route is Route.PDFIUM else ""
    sheet = Sheet(jpeg(marked()), MEDIA, rotate=rotate, crop=CROPS[crop], after=after)
    path.write_bytes(pdf([sheet]))
    easel = opened(path)
    check(easel, {name: turned(seen_at(name, CROPS[crop]), rotate) for name in SPOTS}, route)


PLACES = {
    "turned 90": ((0, -300, 200, 0, 0, 300), Image.Transpose.ROTATE_90),
    "turned 180": ((-200, 0, 0, -300, 200, 300), Image.Transpose.ROTATE_180),
    "turned 270": ((0, 300, -200, 0, 200, 0), Image.Transpose.ROTATE_270),
    "mirrored": ((-200, 0, 0, 300, 200, 0), Image.Transpose.FLIP_LEFT_RIGHT),
    "upside down": ((200, 0, 0, -300, 0, 300), Image.Transpose.FLIP_TOP_BOTTOM),
    "transposed": ((0, -300, -200, 0, 200, 300), Image.Transpose.TRANSPOSE),
    "transversed": ((0, 300, 200, 0, 0, 0), Image.Transpose.TRANSVERSE),
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("route", [Route.FAST, Route.PDFIUM])
def test_a_picture_that_the_page_turns(
    tmp_path: Path, opened: Opened, name: str, rotate: int, route: Route
) -> None:
    """Stored the other way round, so that the page shows it upright."""
    place, stored = PLACES[name]
    path = tmp_path / "a.pdf"
    picture = marked().transpose(stored)
    after = VISIBLE if route is Route.PDFIUM else ""
    path.write_bytes(pdf([Sheet(jpeg(picture), MEDIA, place, rotate, after=after)]))
    easel = opened(path)
    check(easel, {mark: turned(SPOTS[mark], rotate) for mark in SPOTS}, route)


@pytest.mark.parametrize("rotate", [0, 270])
def test_a_picture_with_a_margin(tmp_path: Path, opened: Opened, rotate: int) -> None:
    path = tmp_path / "a.pdf"
    place = (180, 0, 0, 270, 13, 11)
    path.write_bytes(pdf([Sheet(jpeg(marked()), MEDIA, place, rotate)]))
    easel = opened(path)
    spots = {
        name: turned(((13 + x * 180) / 200, (300 - 11 - (1 - y) * 270) / 300), rotate)
        for name, (x, y) in SPOTS.items()
    }
    check(easel, spots, Route.FAST)
    corner = easel.draw(240).pixels[2, 2]
    assert (corner == 255).all()


UPRIGHT: dict[int, Callable[[tuple[float, float]], tuple[float, float]]] = {
    1: lambda s: s,
    2: lambda s: (1 - s[0], s[1]),
    3: lambda s: (1 - s[0], 1 - s[1]),
    4: lambda s: (s[0], 1 - s[1]),
    5: lambda s: (s[1], s[0]),
    6: lambda s: (1 - s[1], s[0]),
    7: lambda s: (1 - s[1], 1 - s[0]),
    8: lambda s: (s[1], 1 - s[0]),
}
"""Where a spot of the stored picture is shown, by EXIF orientation (EXIF 2.32 §4.6.4)."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos(tmp_path: Path, opened: Opened, orientation: int, kind: str) -> None:
    path = tmp_path / f"a.{kind.lower()}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    marked().save(path, kind, exif=exif, quality=92, subsampling=0)
    easel = opened(path)
    route = Route.FAST if kind == "JPEG" else Route.IMAGE
    check(easel, {name: UPRIGHT[orientation](spot) for name, spot in SPOTS.items()}, route)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("route", [Route.FAST, Route.PDFIUM])
def test_tiles(tmp_path: Path, opened: Opened, route: Route, rotation: int) -> None:
    """A tile around each mark, at four times the pixels of the scan, on a cropped turned page."""
    path = tmp_path / "a.pdf"
    crop = CROPS["cropped"]
    after = VISIBLE if route is Route.PDFIUM else ""
    sheet = Sheet(jpeg(marked()), MEDIA, rotate=90, crop=crop, after=after)
    path.write_bytes(pdf([sheet]))
    easel = opened(path)
    whole = easel.document.info().sizes[0]
    shape = (whole.width, whole.height) if rotation % 180 == 0 else (whole.height, whole.width)
    width, height = 1332, round(1332 * shape[1] / shape[0])
    for name in SPOTS:
        wanted = turned(turned(seen_at(name, crop), 90), rotation)
        clip = Clip(round(wanted[0] * width) - 150, round(wanted[1] * height) - 160, 300, 320)
        drawn = easel.draw(width, rotation, clip=clip)
        assert drawn.route is route
        place = drawn.centre(name)
        assert place is not None
        assert abs(place[0] - wanted[0]) * width <= 4, name  # one pixel of the scan
        assert abs(place[1] - wanted[1]) * height <= 4, name
