"""The position of a text in a form that this program typeset.

PDFium runs in this process here, and only here: what the batch desk seals are forms that
`app.forms` made a moment ago, whose bytes never came from outside. For a file from anywhere else
the positions are found in the media worker and handed to :func:`app.seal.stamp.seal` as its
``search``.
"""

from __future__ import annotations

from contextlib import closing

import pypdfium2 as pdfium

from app.seal.geometry import Box, PageSpace
from app.seal.place import Found
from app.seal.problems import SealCode, SealError


def find_in_own_form(pdf: bytes, text: str) -> tuple[Found, ...]:
    """Every occurrence of ``text``, page by page from the top.

    :raises SealError: PDF_DAMAGED.
    """
    found: list[Found] | None = None
    try:
        with closing(pdfium.PdfDocument(pdf)) as document:
            found = [
                one
                for number in range(len(document))
                for one in _on_page(document[number], number, text)
            ]
    except pdfium.PdfiumError:
        found = None
    if found is None:
        raise SealError(SealCode.PDF_DAMAGED)
    return tuple(found)


def _on_page(page: pdfium.PdfPage, number: int, text: str) -> list[Found]:
    space = PageSpace(Box(*page.get_cropbox()), page.get_rotation() % 360)
    words = page.get_textpage()
    seeker = words.search(text, match_case=True)
    found: list[Found] = []
    while (hit := seeker.get_next()) is not None:
        index, count = hit
        boxes = [words.get_charbox(at) for at in range(index, index + count)]
        xs1, ys1, xs2, ys2 = zip(*boxes, strict=True)
        found.append(Found(number, space.to_seen(Box(min(xs1), min(ys1), max(xs2), max(ys2)))))
    return found
