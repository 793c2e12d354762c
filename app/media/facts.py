"""What is learnt about a file by looking into it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.domain.file_facts import PROBE_VERSION, PageFacts
from app.domain.file_facts import FileFacts as CheckedFacts
from app.media.problems import MediaProblem


class DocumentKind(StrEnum):
    """The two ways a document is shown."""

    PDF = "PDF"
    IMAGE = "IMAGE"


class PageSize(NamedTuple):
    """Width and height of an upright page: points (1/72 inch) in a PDF, pixels in a picture."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """Enough to lay out a document before its first page is drawn.

    `sizes` has one entry a page, already turned by the file's own rotation (PDF /Rotate,
    EXIF orientation). `notices` are problems that do not keep the pages from being shown.
    """

    kind: DocumentKind
    mime: str
    bytes: int
    pages: int
    sizes: tuple[PageSize, ...]
    notices: tuple[MediaProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """File facts for the checks of domain §4.13 (modes F and H).

    `mime` is what the first bytes say, or None where they are unknown. `encrypted`: opens
    only with a password. `pages` counts PDF pages and TIFF frames. Pixel sizes are those of
    a picture as displayed; `exif_orientation` is 1 to 8. `dpi` is the stated resolution of a
    picture, or that of the picture filling the first page of a scanned PDF. `decodes`: every
    page could be read to its end. For the rest see `app.domain.file_facts.FileFacts`.
    """

    bytes: int
    mime: str | None
    kind: DocumentKind | None
    extension_matches: bool
    pages: int = 0
    encrypted: bool = False
    width_px: int | None = None
    height_px: int | None = None
    exif_orientation: int | None = None
    dpi: int | None = None
    decodes: bool = False
    truncated: bool = False
    problems: tuple[MediaProblem, ...] = ()
    looks: tuple[PageFacts, ...] = ()
    first_page: str = ""
    marks: tuple[str, ...] = ()
    white: float | None = None
    blue: float | None = None

    def for_checks(self) -> CheckedFacts:
        """What the rules are told."""
        sides = self.width_px, self.height_px
        return CheckedFacts(
            magic=self.mime or "",
            bytes=self.bytes,
            pages=self.pages,
            encrypted=self.encrypted,
            decodes=self.decodes,
            looks=self.looks,
            first_page=self.first_page,
            marks=self.marks,
            ratio=round(sides[0] / sides[1], 4) if sides[0] and sides[1] else None,
            white=self.white,
            blue=self.blue,
            probe=PROBE_VERSION,
        )
