"""Drawing pages in this process: the floor, pypdfium2 as its manual shows it, and our decoder.

The floor reads the bytes of a page's JPEG from where they lie in the file and decodes them at the
smallest fraction that has enough pixels. Less cannot be done to show that page.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import simplejpeg

from app.media.documents import Shelf
from app.media.facts import DocumentKind
from app.media.source import DocumentSource
from app.media.wire import Op, Request

Draw = Callable[[int, int], object]
Opened = Any


@dataclass(frozen=True)
class JpegPlace:
    """Where a page's JPEG lies in its file, how large it is, and how its page is turned."""

    offset: int
    length: int
    width: int
    height: int
    lying: bool

    def fraction(self, width: int) -> int:
        """The largest of 1, 2, 4, 8 that leaves ``width`` pixels across the page."""
        across = round(width * self.width / self.height) if self.lying else width
        fraction = 1
        while fraction < 8 and self.width // (fraction * 2) >= across:
            fraction *= 2
        return fraction


def jpeg_places(path: Path) -> list[JpegPlace]:
    """The JPEGs of the pages in turn, or that of a photo; none for other documents."""
    data = path.read_bytes()
    if path.suffix == ".jpg":
        height, width, *_ = simplejpeg.decode_jpeg_header(data)
        return [JpegPlace(0, len(data), width, height, _orientation(path) >= 5)]
    document = pdfium.PdfDocument(data)
    found = []
    for number in range(len(document)):
        page = document[number]
        jpeg = _raw_picture(page)
        turned = page.get_rotation() % 180 != 0
        page.close()
        if not jpeg.startswith(b"\xff\xd8"):
            break
        height, width, *_ = simplejpeg.decode_jpeg_header(jpeg)
        found.append(JpegPlace(data.index(jpeg), len(jpeg), width, height, turned))
    document.close()
    return found


@contextmanager
def floor(path: Path, places: list[JpegPlace]) -> Iterator[Draw]:
    """Read and decode, and nothing else."""
    handle = os.open(path, os.O_RDONLY)

    def draw(page: int, width: int) -> object:
        place = places[page]
        data = os.pread(handle, place.length, place.offset)
        fraction = place.fraction(width)
        sides = {
            "min_width": -(-place.width // fraction),
            "min_height": -(-place.height // fraction),
        }
        return simplejpeg.decode_jpeg(data, "BGRX", **sides, min_factor=1)

    try:
        yield draw
    finally:
        os.close(handle)


@contextmanager
def plain_pdfium(path: Path) -> Iterator[Draw]:
    """pypdfium2, without a copy."""
    document = pdfium.PdfDocument(path)

    def draw(number: int, width: int) -> object:
        page = document[number]
        drawn = page.render(scale=width / page.get_width(), prefer_bgrx=True)
        page.close()
        return drawn

    try:
        yield draw
    finally:
        document.close()


@contextmanager
def our_decoder(path: Path) -> Iterator[Draw]:
    """What the worker does for a page, into memory that was used before."""
    shelf = Shelf()
    source = DocumentSource.of_file(path)

    def draw(page: int, width: int) -> object:
        drawing = shelf.take(source).prepare(Request(Op.RENDER, source, page, width))
        drawing.paint(_memory()[: drawing.size])
        return drawing

    try:
        yield draw
    finally:
        shelf.forget()


@cache
def _memory() -> memoryview:
    """Touched once, as a slot of the worker is."""
    return memoryview(bytearray(b"\1") * (64 << 20))


def measure(
    opened: Callable[[], Any], width: int, pages: int, thumbs: int, thumb_width: int
) -> dict[str, list[float]]:
    """Milliseconds, as ``bench.viewer_peers.measure`` tells them."""
    begin = time.perf_counter()
    with opened() as draw:
        draw(0, width)
        first = (time.perf_counter() - begin) * 1000
        flips = []
        for page in range(1, pages):
            begin = time.perf_counter()
            draw(page, width)
            flips.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        for page in range(thumbs):
            draw(page, thumb_width)
        small = [(time.perf_counter() - begin) * 1000] if thumbs else []
    return {"first": [first], "flip": flips, "thumbs": small}


def page_count(path: Path) -> int:
    """Pages of a document; a picture has one."""
    shelf = Shelf()
    info = shelf.take(DocumentSource.of_file(path)).info()
    shelf.forget()
    return info.pages if info.kind is DocumentKind.PDF else 1


def _raw_picture(page: Any) -> bytes:
    import ctypes

    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=1):
        length = pdfium_c.FPDFImageObj_GetImageDataRaw(image, None, 0)
        buffer = ctypes.create_string_buffer(length)
        pdfium_c.FPDFImageObj_GetImageDataRaw(image, buffer, length)
        return buffer.raw
    return b""


def _orientation(path: Path) -> int:
    from PIL import Image

    with Image.open(path) as picture:
        return int(picture.getexif().get(0x0112, 1))
