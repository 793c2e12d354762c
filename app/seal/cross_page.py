"""骑缝章: one seal cut into strips along the edge of several pages.

The strips are stamp annotations over one shared image, in the same revision as the signature that
covers them. Added after an earlier seal they would break it (:mod:`app.seal.before`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.seal.appearance import Drawing, SealAppearance
from app.seal.geometry import POINTS_PER_MM, PageSpace, Rect, page_space
from app.seal.image import SealImage
from app.seal.place import MOST_STRIPS, CrossPage, Edge
from app.seal.problems import SealCode, SealError

PRINT_AND_LOCKED: Final = 4 | 64 | 128
"""Annotation flags Print, ReadOnly and Locked (ISO 32000-1 table 165)."""
MARK: Final = "titledesk-cross-page"
"""Beginning of the name of every strip."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip: the page, where it lies as seen, and which part of the seal it shows (0 to 1)."""

    page: int
    rect_mm: Rect
    begin: float
    share: float


def strips(
    place: CrossPage, spaces: Sequence[PageSpace], size_mm: tuple[float, float]
) -> tuple[Strip, ...]:
    """How a seal is shared out: to groups of at most 20 pages, a whole seal each.

    Fanned out, the first page shows the strip that is left most on right edges, right most on left.

    :param spaces: of all pages of the document.
    :raises SealError: CROSS_PAGE_ONE_PAGE, PAGE_MISSING, OUTSIDE_PAGE.
    """
    chosen = tuple(sorted(set(range(len(spaces)) if place.pages is None else place.pages)))
    for page in chosen:
        if not 0 <= page < len(spaces):
            raise SealError(SealCode.PAGE_MISSING, page=page + 1, pages=len(spaces))
    if len(chosen) < 2:
        raise SealError(SealCode.CROSS_PAGE_ONE_PAGE)
    found: list[Strip] = []
    for group in _groups(chosen):
        for number, page in enumerate(group):
            rect = _rect(spaces[page], place, size_mm, len(group))
            if rect.y < 0 or rect.y + rect.height > spaces[page].size_mm[1]:
                raise SealError(SealCode.OUTSIDE_PAGE, page=page + 1)
            part = number if place.edge is Edge.RIGHT else len(group) - 1 - number
            found.append(Strip(page, rect, part / len(group), 1 / len(group)))
    return tuple(found)


def add_strips(
    writer: IncrementalPdfFileWriter,
    image: SealImage,
    image_ref: generic.IndirectObject,
    wanted: Sequence[Strip],
    name: str,
) -> None:
    """Put the strips on their pages, to be signed by the signature in the field ``name``."""
    for number, strip in enumerate(wanted, 1):
        page_ref, _resources = writer.find_page_for_modification(strip.page)
        space = page_space(page_ref.get_object())
        appearance = SealAppearance(writer, image_ref, _drawing(strip, image), space.rotation)
        note = _annotation(space, strip, f"{MARK}-{name}-{number}")
        note[pdf_name("/P")] = page_ref
        note[pdf_name("/AP")] = appearance.as_appearances().as_pdf_object()
        writer.register_annotation(page_ref, writer.add_object(note))


def _groups(pages: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Nearly equal groups, so that none has a single page."""
    count = math.ceil(len(pages) / MOST_STRIPS)
    bounds = [round(number * len(pages) / count) for number in range(count + 1)]
    return [pages[begin:end] for begin, end in itertools.pairwise(bounds)]


def _rect(space: PageSpace, place: CrossPage, size_mm: tuple[float, float], count: int) -> Rect:
    page_width, page_height = space.size_mm
    width = size_mm[0] / count
    x = page_width - width if place.edge is Edge.RIGHT else 0.0
    return Rect(x, page_height * place.at - size_mm[1] / 2, width, size_mm[1])


def _drawing(strip: Strip, image: SealImage) -> Drawing:
    wide, high = (side * POINTS_PER_MM for side in image.size_mm)
    return Drawing(wide * strip.share, high, -wide * strip.begin, 0, wide, high)


def _annotation(space: PageSpace, strip: Strip, name: str) -> generic.DictionaryObject:
    corners = [generic.FloatObject(round(number, 3)) for number in space.to_own(strip.rect_mm)]
    return generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/Stamp"),
        pdf_name("/NM"): generic.TextStringObject(name),
        pdf_name("/Rect"): generic.ArrayObject(corners),
        pdf_name("/F"): generic.NumberObject(PRINT_AND_LOCKED),
    })  # fmt: skip
