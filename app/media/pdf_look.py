"""What a probe learns of a PDF page besides its pixels: what fills it, its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium_c
from PIL import Image

from app.media.facts import PageSize

_SCAN_COVERAGE: Final = 0.8
_MAX_OBJECTS: Final = 5_000
"""Objects of a page that are gone through; a scanned page has a handful."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """A page seen once: its size in points, itself as RGB, its words.

    `picture` is the width and height in pixels of what fills a scanned page, None on others.
    """

    size: PageSize
    image: Image.Image
    picture: tuple[int, int] | None
    words: str


def fill_of(opened: Any, size: PageSize) -> tuple[int, int] | None:
    """Pixels across and down of the one picture that fills a scanned page, or of its strips."""
    if pdfium_c.FPDFPage_CountObjects(opened) > _MAX_OBJECTS:
        return None
    covered, pixels = 0.0, 0
    images = list(opened.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    for image in images:
        left, bottom, right, top = image.get_bounds()
        across, down = image.get_px_size()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
        pixels += across * down
    if not pixels or covered < _SCAN_COVERAGE * size.width * size.height:
        return None
    if len(images) > 1:  # of strips only the resolution is of interest
        density = (pixels / covered) ** 0.5
        return round(size.width * density), round(size.height * density)
    # Pixels lie in the picture's own space; comparing the sides spares turning them.
    sides = sorted((across, down), reverse=size.width > size.height)
    return sides[0], sides[1]


def letters_of(opened: Any, most: int) -> str:
    """At most `most` letters of the text layer of a page."""
    text = opened.get_textpage()
    try:
        count = min(text.count_chars(), most)
        return str(text.get_text_range(0, count)) if count else ""
    finally:
        text.close()
