"""Which pages are decoded without PDFium, that they look the same, and what happens if not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw
from reportlab import rl_config
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from app.media import jpeg_page
from app.media.colour_check import psnr
from app.media.geometry import Clip
from app.media.problems import ProblemCode
from app.media.route import Route
from tests.media.canvas import Drawn, Easel
from tests.media.sheets import EXTRA, Sheet, jpeg, pdf

Opened = Callable[..., Easel]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    easels: list[Easel] = []

    def make(*sheets: Sheet) -> Easel:
        path = tmp_path / f"{len(easels)}.pdf"
        path.write_bytes(pdf(sheets))
        easels.append(Easel(path))
        return easels[-1]

    yield make
    for easel in easels:
        easel.close()


def scan(mode: str = "RGB", size: tuple[int, int] = (400, 600)) -> Image.Image:
    """Something like a scan: paper with grain, lines of words, a seal."""
    dice = np.random.default_rng(7)
    picture = Image.new("RGB", size, (244, 241, 232))
    draw = ImageDraw.Draw(picture)
    for row in range(40, size[1] - 40, 20):
        for left in range(30, size[0] - 60, 40):
            draw.rectangle((left, row, left + int(dice.integers(8, 30)), row + 6), (40, 40, 50))
    draw.ellipse((200, 380, 340, 520), outline=(200, 30, 30), width=8)
    grain = np.asarray(picture) + dice.normal(0, 3, (size[1], size[0], 3))
    return Image.fromarray(grain.clip(0, 255).astype(np.uint8)).convert(mode)


RGB = jpeg(scan())
GREY = jpeg(scan("L"))
MASK = (
    b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
    b"/Length 4>>stream\n\x00\xff\xff\x00\nendstream "
)
LAYER = b"<</Type/OCG/Name(x)>>"
HIDDEN = "BT 3 Tr /F 12 Tf 20 20 Td (words) Tj ET"

QUICK = {
    "colour": Sheet(RGB),
    "grey": Sheet(GREY),
    "progressive": Sheet(jpeg(scan(), progressive=True)),
    "subsampled": Sheet(jpeg(scan(), quality=80)),
    "text layer": Sheet(RGB, after=HIDDEN),
    "words under the picture": Sheet(
        RGB, before="BT 0 Tr /F 12 Tf 20 20 Td (words) Tj ET 1 0 0 rg 0 0 200 300 re f"
    ),
    "calibrated": Sheet(RGB, space="[/CalRGB<</WhitePoint[0.9505 1 1.089]>>]"),
    "plain decode": Sheet(RGB, entries="/Decode[0 1 0 1 0 1]"),
    "clipped to the page": Sheet(RGB, before="0 0 200 300 re W n"),
    "clipped to more": Sheet(RGB, before="-5 -5 300 400 re W n q 0 0 200 300 re W* n", after="Q"),
    "turned": Sheet(RGB, rotate=90),
    "cropped": Sheet(RGB, crop=(20, 30, 180, 260)),
    "no end marker": Sheet(RGB[:-2]),
}
NOT_QUICK = {
    "CMYK": Sheet(jpeg(scan("CMYK"))),
    "indexed": Sheet(GREY, space="[/Indexed/DeviceRGB 1<000000ffffff>]"),
    "inverted": Sheet(RGB, entries="/Decode[1 0 1 0 1 0]"),
    "soft mask": Sheet(RGB, entries=f"/SMask {EXTRA} 0 R", extra=[MASK]),
    "colour key": Sheet(RGB, entries="/Mask[190 255 0 255 0 255]"),
    "in a layer": Sheet(RGB, entries=f"/OC {EXTRA} 0 R", extra=[LAYER]),
    "no transform": Sheet(RGB, entries="/DecodeParms<</ColorTransform 0>>"),
    "spelt in hexadecimal": Sheet(RGB, entries="/#44ecode[1 0 1 0 1 0]"),
    "clipped": Sheet(RGB, before="0 0 50 50 re W n"),
    "clipped to a triangle": Sheet(RGB, before="0 0 m 400 0 l 0 600 l h W n"),
    "clipped to less, too": Sheet(RGB, before="0 0 200 300 re W n 0 0 200 250 re W n"),
    "clipped in other units": Sheet(
        RGB, before="q .24 0 0 .24 0 0 cm 0 0 400 600 re W n 4.1667 0 0 4.1667 0 0 cm", after="Q"
    ),
    "visible text": Sheet(RGB, after="BT 0 Tr /F 12 Tf 20 20 Td (words) Tj ET"),
    "a line": Sheet(RGB, after="0 0 m 100 100 l S"),
    "words under and beside the picture": Sheet(
        RGB, place=(190, 0, 0, 290, 5, 5), before="BT 0 Tr /F 12 Tf 20 2 Td (words) Tj ET"
    ),
    "words over the picture": Sheet(RGB, after="BT 0 Tr /F 12 Tf 20 20 Td (words) Tj ET"),
    "aslant": Sheet(RGB, place=(200, 8, -8, 300, 0, 0)),
    "small on the page": Sheet(RGB, place=(60, 0, 0, 90, 30, 30)),
    "a note": Sheet(RGB, page="/Annots[<</Type/Annot/Subtype/Square/Rect[9 9 90 90]/C[1 0 0]>>]"),
}


@pytest.mark.parametrize("name", QUICK)
def test_pages_that_are_one_jpeg(opened: Opened, name: str) -> None:
    """Decoded at once, and what is shown is what PDFium shows."""
    sheet = QUICK[name]
    easel = opened(sheet)
    drawn = easel.draw(200)
    assert (drawn.route, drawn.notice) == (Route.FAST, None)
    exact = easel.draw(200, fine=True)
    assert exact.route is Route.FAST
    sheet.after += " BT 0 Tr 1 1 1 rg /F 1 Tf 0 0 Td (.) Tj ET"
    reference = opened(sheet).draw(200)
    sheet.after = sheet.after.removesuffix(" BT 0 Tr 1 1 1 rg /F 1 Tf 0 0 Td (.) Tj ET")
    assert reference.route is Route.PDFIUM
    assert likeness(exact, reference) > 24
    assert likeness(scaled(drawn, exact), reference) > 21


def likeness(one: Drawn | np.ndarray, other: Drawn) -> float:
    """In dB, of halves: PDFium puts edges on whole pixels."""
    pixels = one if isinstance(one, np.ndarray) else one.pixels
    return psnr(halved(pixels), halved(other.pixels))


def halved(pixels: np.ndarray) -> np.ndarray:
    image = Image.fromarray(np.ascontiguousarray(pixels)).reduce(2)
    return np.asarray(image).astype(np.float32)


def scaled(drawn: Drawn, like: Drawn) -> np.ndarray:
    """As a painter shows it: the source rectangle in the place of the page."""
    image = Image.fromarray(np.ascontiguousarray(drawn.pixels))
    x, y, across, down = drawn.drawing.source_rect
    size = (like.pixels.shape[1], like.pixels.shape[0])
    return np.asarray(
        image.resize(size, Image.Resampling.BILINEAR, box=(x, y, x + across, y + down))
    )


@pytest.mark.parametrize("name", NOT_QUICK)
def test_pages_that_are_left_to_pdfium(opened: Opened, name: str) -> None:
    assert opened(NOT_QUICK[name]).draw(200).route is Route.PDFIUM


def test_a_picture_on_several_pages(opened: Opened) -> None:
    """PDFium reads it once; where it stands in the file is found all the same."""
    easel = opened(Sheet(RGB), Sheet(RGB, rotate=180, shares=True), Sheet(GREY))
    pages = [easel.draw(200, page=page) for page in (0, 1, 2)]
    assert [page.route for page in pages] == [Route.FAST] * 3
    assert (pages[0].pixels == pages[1].pixels[::-1, ::-1]).all()


def test_an_encrypted_file_without_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes in the file are not those of the picture."""
    monkeypatch.setattr(rl_config, "useA85", 0)
    path = tmp_path / "a.pdf"
    security = StandardEncryption("", ownerPassword="owner", strength=128)
    sheet = canvas.Canvas(str(path), pagesize=(200, 300), encrypt=security)
    (tmp_path / "a.jpg").write_bytes(RGB)
    sheet.drawImage(str(tmp_path / "a.jpg"), 0, 0, 200, 300)
    sheet.save()
    easel = Easel(path)
    drawn = easel.draw(200)
    easel.close()
    assert drawn.route is Route.PDFIUM
    assert drawn.pixels.std() > 20


def test_half_a_column_too_much_is_left_out(opened: Opened) -> None:
    """As half of the 2481 pixels of A4 at 300 dpi."""
    drawn = opened(Sheet(jpeg(scan(size=(401, 601))))).draw(200)
    assert drawn.pixels.shape == (301, 201, 3)
    assert drawn.drawing.source_rect == (0, 0, 200.5, 300.5)


@pytest.mark.parametrize(("width", "drawn"), [(40, 50), (100, 100), (130, 100), (140, 200)])
def test_how_large_a_picture_is_decoded(opened: Opened, width: int, drawn: int) -> None:
    """At least three quarters of what was asked for."""
    assert opened(Sheet(RGB)).draw(width).pixels.shape[1] == drawn


def test_a_scan_is_not_decoded_larger_than_it_is(opened: Opened) -> None:
    assert opened(Sheet(RGB)).draw(3000).pixels.shape[1] == 400


def exchanged_profile() -> bytes:
    """sRGB, in whose table of tags those of red and blue have changed places."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = srgb.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1)
    data = data.replace(b"????", b"bXYZ", 1)
    return b"<</N 3/Length %d>>stream\n" % len(data) + data + b"\nendstream "


def test_other_colours_switch_it_off(opened: Opened) -> None:
    """A profile that exchanges red and blue: found at the first fine picture."""
    space = f"[/ICCBased {EXTRA} 0 R]"
    profile = [exchanged_profile()]
    easel = opened(
        Sheet(RGB, space=space, extra=profile), Sheet(RGB + b"\0", space=space), Sheet(GREY)
    )
    assert easel.draw(200).route is Route.FAST
    fine = easel.draw(200, fine=True)
    assert fine.route is Route.PDFIUM
    assert easel.draw(200).route is Route.PDFIUM
    assert easel.draw(200, page=1).route is Route.PDFIUM  # told alike
    assert easel.draw(200, page=2, fine=True).route is Route.FAST


BROKEN = {
    "cut": (RGB[: len(RGB) // 2], ProblemCode.IMAGE_TRUNCATED),
    "overwritten": (
        RGB[: len(RGB) // 2] + bytes(60) + RGB[len(RGB) // 2 + 60 :], ProblemCode.IMAGE_FAULTY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fine", [False, True])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scan_is_shown_with_a_notice(opened: Opened, name: str, fine: bool) -> None:
    data, code = BROKEN[name]
    whole = Image.open(io.BytesIO(RGB))
    assert whole.size == (400, 600)
    easel = opened(Sheet(data), Sheet(RGB))
    for _ in range(2):
        drawn = easel.draw(200, fine=fine)
        assert drawn.route is Route.PDFIUM
        assert drawn.notice is not None
        assert (drawn.notice.code, drawn.notice.page) == (code, 0)
        assert drawn.pixels[:60].std() > 20  # the head of the page is there
    assert easel.draw(200, page=1, fine=fine).notice is None


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_photo_is_shown_with_a_notice(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jpg").write_bytes(BROKEN[name][0])
    easel = Easel(tmp_path / "a.jpg")
    drawn = easel.draw(200)
    easel.close()
    assert drawn.route is Route.IMAGE
    assert drawn.notice is not None
    assert drawn.notice.code is BROKEN[name][1]


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_photos_of_other_colours(tmp_path: Path, mode: str) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(scan(mode)))
    easel = Easel(tmp_path / "a.jpg")
    drawn = easel.draw(400, fine=True)
    easel.close()
    assert drawn.route is (Route.IMAGE if mode == "CMYK" else Route.FAST)
    reference = np.asarray(scan(mode).convert("RGB")).astype(np.float32)
    assert psnr(drawn.pixels.astype(np.float32), reference) > 25


def test_tiles_of_a_scan_are_decoded_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    real = jpeg_page.decode

    def counting(*arguments: object) -> object:
        nonlocal count
        count += 1
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(jpeg_page, "decode", counting)
    easel = opened(Sheet(RGB), Sheet(GREY))
    tiles = [
        easel.draw(1600, 90, clip=Clip(x, y, 256, 256)).pixels
        for x in range(0, 1500, 256) for y in range(0, 1000, 256)
    ]  # fmt: skip
    assert count == 1
    assert len({tile.tobytes() for tile in tiles}) == len(tiles)
    easel.draw(1600, page=1, clip=Clip(0, 0, 256, 256))
    assert count == 2
    for _ in range(20):
        easel.draw(100)
    easel.draw(1600, page=1, clip=Clip(0, 0, 256, 256))
    assert count == 2 + 20 + 1  # it was let go of meanwhile


def test_tiles_of_a_broken_picture_all_say_so(tmp_path: Path) -> None:
    data = io.BytesIO()
    scan().save(data, "PNG")
    (tmp_path / "a.png").write_bytes(data.getvalue()[: len(data.getvalue()) // 2])
    easel = Easel(tmp_path / "a.png")
    for x in (0, 200):
        notice = easel.draw(800, clip=Clip(x, 0, 100, 100)).notice
        assert notice is not None
        assert notice.code is ProblemCode.IMAGE_TRUNCATED
    easel.close()


def test_tiles_join_without_a_seam(opened: Opened) -> None:
    easel = opened(Sheet(RGB, rotate=270, crop=(7, 9, 190, 270)))
    whole = easel.draw(1000, fine=True).pixels
    tile = easel.draw(1000, clip=Clip(300, 200, 256, 200)).pixels
    assert np.abs(whole[200:400, 300:556].astype(int) - tile).max() <= 3


def test_a_picture_of_100_megapixels_stays_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("L", (12_000, 9_000), 200).save(path, quality=30)
    easel = Easel(path)
    assert easel.draw(20_000).drawing.size <= 64_000_000
    assert easel.draw(1_000).pixels.shape[1] == 1_500
    assert easel.draw(24_000, clip=Clip(100, 100, 300, 300)).pixels.shape == (300, 300, 3)
    easel.close()
