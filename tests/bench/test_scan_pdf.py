"""Scans for measuring are what scanners make: each picture as it is, behind one filter."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from bench import scan_pdf
from bench.scan_pages import saved, scanned
from bench.viewer_decoders import jpeg_places
from bench.viewer_rounds import Subject


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    """A small page."""
    page: Image.Image = scanned(40, 3)
    return page


def drawn(path: Path, page: int = 0) -> Image.Image:
    document = pdfium.PdfDocument(path)
    opened = document[page]
    picture: Image.Image = opened.render(scale=40 / 72).to_pil().convert("RGB")
    opened.close()
    document.close()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in brightness, of blocks: strokes may lie half a pixel apart."""
    size = (one.width // 12, one.height // 12)
    small = [each.convert("L").resize(size, Image.Resampling.BOX) for each in (one, other)]
    both = ImageChops.difference(*small)
    counts = both.histogram()
    return sum(value * count for value, count in enumerate(counts)) / sum(counts)


def test_a_jpeg_is_embedded_as_it_is(sheet: Image.Image, tmp_path: Path) -> None:
    data = saved(sheet, "JPEG", quality=80)
    path = tmp_path / "a.pdf"
    scan_pdf.write(path, [scan_pdf.jpeg(data), scan_pdf.jpeg(data, ["seen by nobody"], turn=90)])
    places = jpeg_places(path)
    assert [place.lying for place in places] == [False, True]
    for place in places:
        assert path.read_bytes()[place.offset : place.offset + place.length] == data
    assert difference(drawn(path), Image.open(io.BytesIO(data))) < 2
    assert drawn(path, 1).width > drawn(path, 1).height
    page = pdfium.PdfDocument(path)[1].get_textpage()
    assert page.get_text_range() == "seen by nobody"


def test_fax_and_jpeg2000_show_the_same_page(sheet: Image.Image, tmp_path: Path) -> None:
    black = sheet.convert("L").point(lambda value: 255 * (value > 150)).convert("1")
    scan_pdf.write(tmp_path / "fax.pdf", [scan_pdf.group4(black)])
    assert difference(drawn(tmp_path / "fax.pdf"), black) < 3
    data = saved(sheet, "JPEG2000", quality_mode="rates", quality_layers=[5], irreversible=True)
    scan_pdf.write(tmp_path / "jpx.pdf", [scan_pdf.jpeg2000(data)])
    assert difference(drawn(tmp_path / "jpx.pdf"), sheet) < 4


def test_the_same_seed_gives_the_same_page(sheet: Image.Image) -> None:
    assert scanned(40, 3).tobytes() == sheet.tobytes()
    assert scanned(40, 4).tobytes() != sheet.tobytes()


@pytest.mark.parametrize("count", [1, 3, 5, 20, 100])
def test_jumps_go_where_nothing_is_drawn_ahead(count: int) -> None:
    known = {0, 1, 2}
    pages = Subject(Path("a.pdf"), count, pages=7).unforeseen()
    assert len(pages) == {1: 0, 3: 0, 5: 1}.get(count, len(pages))
    assert count < 20 or len(pages) >= 4
    for page in pages:
        assert page not in known
        known |= {page - 1, page, page + 1, page + 2}
