"""What is gathered while a probe goes through the pages of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from app.domain.file_facts import MARKS, PageFacts
from app.media.facts import PageSize

if TYPE_CHECKING:
    from app.media.looks import Ground
    from app.media.pdf_look import PageLook

SCALE_PX = 900
"""The long side in pixels that pages are looked at with: 77 dpi on A4, where text can be read."""


class Seen:
    """Pages in their order. Pixels are looked at and let go, one page after the other.

    Attributes:
        pages: the facts of each page.
        first_page: the first page in 256 bits, see `looks.first_page`; empty where it is blank.
        ground: of a picture file, the colour around its middle.
        dpi: resolution of the picture that fills the first page of a PDF.
    """

    def __init__(self) -> None:
        self.pages: list[PageFacts] = []
        self.first_page = ""
        self.ground: Ground | None = None
        self.dpi: int | None = None
        self._marks: set[str] = set()

    @property
    def marks(self) -> tuple[str, ...]:
        """The words of `MARKS` that were read."""
        return tuple(mark for mark in MARKS if mark in self._marks)

    def add_page(self, page: PageLook) -> None:
        """A page of a PDF."""
        words = "".join(page.words.split())
        self._marks.update(mark for mark in MARKS if mark in words)
        if page.picture is not None and not self.pages:
            self.dpi = round(max(page.picture) / (max(page.size) / 72))
        self._add(page.image, page.size, page.picture)

    def add_picture(self, pixels: PageSize, image: Image.Image, dpi: int | None) -> None:
        """A frame of a picture file, which is its own picture."""
        from app.media import looks

        if not self.pages:
            self.ground = looks.ground(image)
        scale = 72 / dpi if dpi else 0.0
        sides = round(pixels.width), round(pixels.height)
        self._add(image, PageSize(pixels.width * scale, pixels.height * scale), sides)

    def _add(self, image: Image.Image, size: PageSize, picture: tuple[int, int] | None) -> None:
        from app.media import looks  # numpy, which drawing pages does not need

        facts = looks.examine(image)
        if not self.pages and facts.contrast is not None:
            self.first_page = looks.first_page(image)
        across, down = picture or (None, None)
        self.pages.append(
            replace(
                facts,
                width=round(size.width, 1),
                height=round(size.height, 1),
                width_px=across,
                height_px=down,
            )
        )
