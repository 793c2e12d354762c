"""What probes see on a page: drawn pages with one property each."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from app.domain.file_facts import FileFacts, PageFacts
from app.media import looks
from app.media.probes import probe
from tests.media import samples

SHEET = (827, 1169)
"""A4 at 100 dpi."""


def sheet(ink: int = 20, paper: int = 244) -> Image.Image:
    """A page of lines made of short strokes, as print looks from afar."""
    page = Image.new("RGB", SHEET, (paper,) * 3)
    draw = ImageDraw.Draw(page)
    for top in range(110, 1060, 34):
        for left in range(90, 730, 19):
            draw.rectangle((left, top, left + 12, top + 1), fill=(ink,) * 3)
            draw.rectangle((left + 5, top, left + 6, top + 13), fill=(ink,) * 3)
            draw.rectangle((left, top + 12, left + 12, top + 13), fill=(ink,) * 3)
    return page


def sealed(page: Image.Image) -> Image.Image:
    draw = ImageDraw.Draw(page)
    draw.ellipse((500, 800, 650, 950), outline=(200, 30, 40), width=9)
    draw.ellipse((555, 855, 595, 895), fill=(200, 30, 40))
    return page


def seen(page: Image.Image) -> PageFacts:
    small = page.resize((637, 900), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return looks.examine(small)


def facts_of(path: Path) -> FileFacts:
    with path.open("rb") as stream:
        return probe(stream, path.name).for_checks()


def test_a_page_of_print() -> None:
    page = seen(sheet())
    assert 0.02 < page.ink < 0.4
    assert page.contrast is not None
    assert page.contrast > 0.25
    assert page.sharpness is not None
    assert page.sharpness > 0.7
    assert (page.lying, page.red, page.coloured) == (False, 0.0, False)


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_lines_that_run_up_and_down(turn: Image.Transpose) -> None:
    assert looks.examine(sheet().transpose(turn).resize((900, 637))).lying is True


def test_a_blurred_page_has_no_steep_edges() -> None:
    sharp, blurred = seen(sheet()), seen(sheet().filter(ImageFilter.GaussianBlur(2.5)))
    assert sharp.sharpness is not None
    assert blurred.sharpness is not None
    assert blurred.sharpness < 0.5 < sharp.sharpness


def test_a_faint_page_is_not_a_blank_one() -> None:
    faint = seen(sheet(ink=200))
    assert faint.contrast is not None
    assert faint.contrast < 0.18
    blank = seen(Image.new("RGB", SHEET, (243, 243, 240)))
    assert (blank.ink, blank.contrast, blank.sharpness, blank.lying) == (0.0, None, None, None)


def test_a_black_page_has_no_ink_on_it() -> None:
    assert seen(Image.new("RGB", SHEET, "black")).ink == 0.0


def test_a_red_seal() -> None:
    page = seen(sealed(sheet()))
    assert page.coloured
    assert page.red > 0.1
    assert seen(sealed(sheet()).convert("L")).red == 0.0


def test_other_colours_are_no_seal() -> None:
    page = sheet()
    page.paste((40, 70, 180), (500, 800, 650, 950))
    assert (seen(page).coloured, seen(page).red) == (True, 0.0)


def test_a_sliver_of_a_picture_is_looked_at_without_harm() -> None:
    for size in ((1, 1), (2, 900), (900, 3), (12, 12)):
        assert looks.examine(Image.new("RGB", size, "white")).lying is None


def test_the_ground_of_a_portrait() -> None:
    portrait = Image.new("RGB", (350, 450), (67, 142, 219))
    ImageDraw.Draw(portrait).ellipse((90, 90, 260, 400), fill=(235, 200, 172))
    assert looks.ground(portrait) == (0.0, 1.0)
    portrait.paste((250, 250, 248), (0, 0, 175, 450))
    white, blue = looks.ground(portrait)
    assert 0.4 < white < 0.6
    assert 0.4 < blue < 0.6
    assert looks.ground(Image.new("L", (10, 10), 128)) == (0.0, 0.0)


def test_pages_alike_have_prints_alike() -> None:
    def distance(one: str, other: str) -> int:
        return (int(one, 16) ^ int(other, 16)).bit_count()

    page = sealed(sheet())
    again = page.filter(ImageFilter.GaussianBlur(0.7))
    other = Image.effect_noise(SHEET, 90).convert("RGB")
    first = looks.first_page(page)
    assert len(first) == 64
    assert distance(first, looks.first_page(again)) < 12 < distance(first, looks.first_page(other))


def test_a_scan_by_pages(tmp_path: Path) -> None:
    facts = facts_of(samples.scan_pdf(tmp_path / "scan.pdf", pages=2, dpi=150))
    assert facts.looks is not None
    assert len(facts.looks) == 2
    page = facts.looks[0]
    assert (page.width, page.height) == (595.3, 841.9)
    assert (page.width_px, page.height_px, page.dpi) == (1240, 1754, 150)
    assert page.scanned
    assert not page.coloured
    assert (facts.ratio, facts.white, facts.blue) == (None, None, None)


def test_a_scan_in_strips(tmp_path: Path) -> None:
    path = tmp_path / "strips.pdf"
    page = canvas.Canvas(str(path), pagesize=samples.A4)
    for part in range(4):
        data = io.BytesIO()
        Image.new("L", (620, 220), 200).save(data, "JPEG")
        height = samples.A4[1] / 4
        page.drawImage(ImageReader(data), 0, part * height, samples.A4[0], height)
    page.save()
    facts = facts_of(path)
    assert facts.looks is not None
    assert facts.looks[0].dpi == 75


def test_a_born_digital_page_is_not_scanned_and_its_words_are_read(tmp_path: Path) -> None:
    facts = facts_of(samples.text_pdf(tmp_path / "a.pdf"))
    assert facts.looks is not None
    assert [page.dpi for page in facts.looks] == [None, None]
    assert facts.looks[0].red > 0.4
    assert facts.marks == ()


def test_words_of_secrecy_are_found_in_the_text_layer(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "secret.pdf"
    page = canvas.Canvas(str(path))
    page.setFont("STSong-Light", 12)
    page.drawString(100, 700, "机 密 ★ 十年")
    page.showPage()
    page.setFont("STSong-Light", 12)
    page.drawString(100, 700, "内部资料")
    page.save()
    assert facts_of(path).marks == ("机密", "内部资料")


def test_a_photo_is_measured_upright(tmp_path: Path) -> None:
    facts = facts_of(samples.photo(tmp_path / "a.jpg", (640, 480), 6))
    assert facts.ratio == 0.75
    assert facts.looks is not None
    (page,) = facts.looks
    assert (page.width_px, page.height_px) == (480, 640)
    assert (page.width, page.height) == (115.2, 153.6)
    assert page.dpi == 58


def test_a_broken_picture_has_no_looks(tmp_path: Path) -> None:
    facts = facts_of(samples.truncated_jpeg(tmp_path / "a.jpg"))
    assert (facts.decodes, facts.looks) == (False, ())
