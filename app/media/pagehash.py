"""One hash a page of what it shows.

Two files that were saved by different programs agree page by page where nothing changed: a scan
by its JPEG and the place it has, other pages by their words and a small picture in grey.
"""

from __future__ import annotations

import hashlib
from typing import Final

from PIL import Image

from app.media.geometry import Clip, Raster
from app.media.image import ImageFileReader
from app.media.jpeg_page import JpegPage
from app.media.pdf import PdfFile
from app.media.problems import MediaError

_SIDE: Final = 256
"""A changed digit on A4 changes some of so many cells."""


def page_hash(file: PdfFile | ImageFileReader, page: int) -> str:
    """The hash of a page, 64 hexadecimal digits.

    A page that cannot be shown has the hash of its problem: damaged pages are alike.
    """
    try:
        file.size(page)
        jpeg = file.jpeg(page)
        seen = _of_jpeg(jpeg) if jpeg is not None else _of_drawing(file, page)
    except MediaError as error:
        seen = [error.problem.code.encode()]
    found = hashlib.sha256()
    for piece in seen:
        found.update(len(piece).to_bytes(8, "big"))
        found.update(piece)
    return found.hexdigest()


def _of_jpeg(jpeg: JpegPage) -> list[bytes]:
    place = [round(side, 3) + 0.0 for side in jpeg.page]  # -0.0 and 0.0 are one
    return [b"jpeg", jpeg.load(), repr((place, jpeg.mirror, jpeg.turn)).encode()]


def _of_drawing(file: PdfFile | ImageFileReader, page: int) -> list[bytes]:
    width, height = file.size(page)
    raster = Raster(_SIDE, _SIDE, Clip(0, 0, _SIDE, _SIDE))
    pixels = bytearray(_SIDE * _SIDE * 4)
    file.draw(page, raster, 0, memoryview(pixels))
    grey = Image.frombuffer("RGB", (_SIDE, _SIDE), pixels, "raw", "BGRX", 0, 1).convert("L")
    words = file.letters(page) if isinstance(file, PdfFile) else ""
    return [b"drawn", f"{width / height:.2f}".encode(), grey.tobytes(), words.encode()]
