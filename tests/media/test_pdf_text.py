"""Words are found where they stand, whichever way the page lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.media.pdf import PdfFile
from app.media.problems import MediaError, ProblemCode
from app.media.reader import open_stream
from app.media.route import Route
from app.media.source import DocumentSource
from app.media.text import PageText
from tests.media.canvas import Easel, turned
from tests.media.samples import photo
from tests.media.sheets import Sheet, jpeg, pdf

LAYER = (
    "BT 3 Tr /F 20 Tf 1 0 0 1 40 200 Tm (Hello) Tj 1 0 0 1 120 200 Tm (world) Tj"
    " 1 0 0 1 40 100 Tm (second line) Tj ET"
)


MIDDLES = {"Hello": (63, 207), "world": (145, 207), "second": (70, 107), "line": (118, 107)}
"""Of the words, in points from the lower left."""


def text_of(path: Path, sheet: Sheet) -> PageText:
    path.write_bytes(pdf([sheet]))
    file = PdfFile(open_stream(DocumentSource.of_file(path)))
    words = file.text(0)
    file.close()
    return words


@pytest.mark.parametrize("crop", [None, (20, 50, 180, 280)])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_and_places(
    tmp_path: Path, rotate: int, crop: tuple[float, float, float, float] | None
) -> None:
    picture = jpeg(Image.new("L", (100, 150), 250))
    found = text_of(tmp_path / "a.pdf", Sheet(picture, rotate=rotate, crop=crop, after=LAYER))
    assert {word.text for word in found.words} == set(MIDDLES)
    if rotate == 0:
        assert found.plain == "Hello world\nsecond line"
    left, bottom, right, top = crop or (0, 0, 200, 300)
    for word in found.words:
        x, y = MIDDLES[word.text]
        spot = turned(((x - left) / (right - left), (top - y) / (top - bottom)), rotate)
        across, down, width, height = word.rect
        assert across < spot[0] < across + width, word
        assert down < spot[1] < down + height, word
        sides = (width, height) if rotate % 180 == 0 else (height, width)
        assert sides[0] * (right - left) == pytest.approx(11 * len(word.text) * 0.85, rel=0.35)
        assert sides[1] * (top - bottom) == pytest.approx(20, rel=0.6)


def test_words_beyond_the_crop_box_are_left_out(tmp_path: Path) -> None:
    picture = jpeg(Image.new("L", (100, 150), 250))
    found = text_of(tmp_path / "a.pdf", Sheet(picture, crop=(0, 150, 200, 300), after=LAYER))
    assert found.plain == "Hello world"


def test_a_chinese_letter_is_a_word(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(200, 300))
    sheet.setFont("STSong-Light", 20)
    sheet.drawString(20, 200, "学历2024年")
    sheet.save()
    file = PdfFile(open_stream(DocumentSource.of_file(tmp_path / "a.pdf")))
    found = file.text(0)
    file.close()
    assert [word.text for word in found.words] == ["学", "历", "2024", "年"]
    assert found.plain == "学历2024年"
    assert [round(word.rect[0] * 200) for word in found.words[:2]] == [20, 40]


@pytest.fixture
def scan(tmp_path: Path) -> Iterator[Easel]:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([Sheet(jpeg(Image.new("L", (100, 150), 250)), after=LAYER)]))
    easel = Easel(path)
    yield easel
    easel.close()


def test_reading_the_text_first_does_not_cost_the_quick_way(scan: Easel) -> None:
    assert len(scan.document.text(0).words) == 4
    assert scan.draw(100).route is Route.FAST


def test_a_page_that_is_not_there(scan: Easel) -> None:
    with pytest.raises(MediaError) as caught:
        scan.document.text(7)
    assert caught.value.problem.code is ProblemCode.PAGE_DAMAGED


def test_a_photo_has_no_words(tmp_path: Path) -> None:
    easel = Easel(photo(tmp_path / "a.jpg"))
    assert easel.document.text(0) == PageText()
    easel.close()
