"""The scans, documents and photos that the viewer is measured on, made once.

Resolutions, qualities and page counts are those of what offices receive: colour and grey at 300 and
200 dpi, one paper of 45 MB, scans with recognised text, fax-like pages, exported documents, photos.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from PIL import Image
from reportlab.pdfgen import canvas

from bench import scan_pdf
from bench.fixtures import Recipe, kept
from bench.scan_pages import WORDS, photographed, saved, scanned
from bench.scan_pdf import A4_POINTS, Page

_MADE_OF: Final = ("bench/scan_pages.py", "bench/scan_pdf.py", "bench/viewer_corpus.py")
_BIG_BYTES: Final = 44_600_000
_TURNS: Final = (0, 90, 180, 270)
_BLACK_BELOW: Final = 150

Build = Callable[[Path], None]


@dataclass(frozen=True)
class Corpus:
    """The folder with the files, by their names."""

    folder: Path

    def path(self, name: str) -> Path:
        """The file of that name."""
        return self.folder / name


def corpus(base: Path | None = None) -> Corpus:
    """All files, built where they are not there yet: some minutes and 250 MB."""
    return Corpus(kept(Recipe("viewer-corpus", _MADE_OF), _build, base))


def _build(folder: Path) -> None:
    for name, make in FILES.items():
        make(folder / name)


def _coloured(first: int, count: int, dpi: int, quality: int, **more: Any) -> Iterator[bytes]:
    for seed in range(first, first + count):
        yield _jpeg(dpi, seed, quality, **more)


@cache
def _jpeg(dpi: int, seed: int, quality: int, **more: Any) -> bytes:
    """Kept, for the same scans are also turned and recognised."""
    picture = scanned(dpi, seed, **more)
    options = {"subsampling": "4:2:0"} if picture.mode == "RGB" else {}
    return saved(picture, "JPEG", quality=quality, dpi=(dpi, dpi), **options)


def _scans(*about: int, **more: Any) -> Build:
    def make(path: Path) -> None:
        scan_pdf.write(path, [scan_pdf.jpeg(data) for data in _coloured(*about, **more)])

    return make


def _big(path: Path) -> None:
    """One paper of 45 MB."""
    pages: list[Page] = []
    for data in _coloured(100, 200, 300, 85):
        pages.append(scan_pdf.jpeg(data))
        if sum(len(page.data) for page in pages) >= _BIG_BYTES:
            break
    scan_pdf.write(path, pages)


def _progressive(path: Path) -> None:
    pictures = (scanned(300, seed) for seed in range(5))
    files = [saved(one, "JPEG", quality=80, progressive=True) for one in pictures]
    scan_pdf.write(path, [scan_pdf.jpeg(data) for data in files])


def _recognised(path: Path) -> None:
    """Scans with an invisible text layer."""
    rng = random.Random(1)
    scan_pdf.write(
        path, [scan_pdf.jpeg(data, _lines(rng, 48)) for data in _coloured(0, 20, 300, 80)]
    )


def _turned(path: Path) -> None:
    """Scans that stand upright by their page's /Rotate only."""
    pages = enumerate(_coloured(0, 8, 300, 80))
    scan_pdf.write(path, [scan_pdf.jpeg(data, turn=_TURNS[number % 4]) for number, data in pages])


def _group4(path: Path) -> None:
    pages = [scanned(300, seed, colour=False) for seed in range(10)]
    black = [page.point(lambda value: 255 * (value > _BLACK_BELOW)).convert("1") for page in pages]
    scan_pdf.write(path, [scan_pdf.group4(page) for page in black])


def _jpeg2000(path: Path) -> None:
    options = {"quality_mode": "rates", "quality_layers": [20], "irreversible": True}
    files = [saved(scanned(300, seed), "JPEG2000", **options) for seed in range(3)]
    scan_pdf.write(path, [scan_pdf.jpeg2000(data) for data in files])


def _born(path: Path) -> None:
    """A document exported from a word processor: text, tables and curves, 100 pages."""
    rng = random.Random(1)
    sheet = canvas.Canvas(str(path), pagesize=A4_POINTS, pageCompression=1, invariant=1)
    for number in range(100):
        sheet.setFont("Times-Bold", 15)
        sheet.drawString(56, 780, f"Born-digital page {number + 1}")
        sheet.setFont("Times-Roman", 10.5)
        y = 755
        for line in _lines(rng, 50):
            sheet.drawString(56, y, line)
            y -= 14
            if y == 405 and number % 3:
                (_table if number % 3 == 1 else _curves)(sheet, y, rng)
                y -= 200
            if y < 60:
                break
        sheet.showPage()
    sheet.save()


def _table(sheet: canvas.Canvas, y: int, rng: random.Random) -> None:
    for row in range(10):
        for column in range(6):
            x, at = 56 + column * 80, y - row * 18
            sheet.rect(x, at, 80, 18)
            sheet.drawString(x + 4, at + 5, f"{rng.random() * 1e4:.1f}")


def _curves(sheet: canvas.Canvas, y: int, rng: random.Random) -> None:
    sheet.setLineWidth(0.5)
    for _ in range(4):
        curve = sheet.beginPath()
        curve.moveTo(56, y - 90)
        for step in range(200):
            curve.lineTo(56 + step * 2.4, y - 90 + rng.uniform(-80, 80))
        sheet.drawPath(curve)


def _lines(rng: random.Random, count: int) -> list[str]:
    return [" ".join(rng.choice(WORDS) for _ in range(14)) for _ in range(count)]


def _photo(size: tuple[int, int], orientation: int, **options: Any) -> Build:
    def make(path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture = photographed(*size, seed=size[0] + orientation)
        data = saved(picture, "JPEG", quality=92, subsampling="4:2:0", exif=exif, **options)
        path.write_bytes(data)

    return make


FILES: Final[dict[str, Build]] = {
    "scan_c300_20.pdf": _scans(0, 20, 300, 80),
    "scan_g300_20.pdf": _scans(0, 20, 300, 80, colour=False),
    "scan_c300_45MB.pdf": _big,
    "scan_c200_100.pdf": _scans(300, 100, 200, 75),
    "scan_g200_100.pdf": _scans(500, 100, 200, 75, colour=False),
    "scan_c300_clean_20.pdf": _scans(700, 20, 300, 75, noise=1.0),
    "scan_c300_prog_5.pdf": _progressive,
    "scan_c300_ocr_20.pdf": _recognised,
    "scan_c300_rot_8.pdf": _turned,
    "scan_g4_300_10.pdf": _group4,
    "scan_jpx300_3.pdf": _jpeg2000,
    "born_100.pdf": _born,
    "photo_12mp_o6.jpg": _photo((4032, 3024), 6),
    "photo_24mp_o8.jpg": _photo((6000, 4000), 8),
    "photo_24mp_prog_o6.jpg": _photo((6000, 4000), 6, progressive=True),
}
"""What makes each file, by its name."""
