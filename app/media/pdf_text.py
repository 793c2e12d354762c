"""The words of a PDF page with their places, through PDFium."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from app.media.box import Box
from app.media.text import PageText, Word

MOST_LETTERS: Final = 20_000
"""What is read of one page; a densely printed A4 has 5,000."""
_LINE_END_HYPHEN: Final = "\x02"
_NOTHING: Final = ("\0", "\r", "\ufffe", "\uffff")
_WIDE: Final = ("W", "F")
_FIRST_WIDE: Final = "\u1100"
_Rect = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""


def read_words(page: Any) -> PageText:
    """The text layer of `page` (open, of pypdfium2). To be called behind `pdf.LOCK`.

    A Chinese letter is a word: nothing separates words there, and a reader marks letter by letter.
    """
    layer = page.get_textpage()
    try:
        place = _Placer(page)
        return PageText(tuple(word for run in _runs(_letters(layer)) for word in place(run)))
    finally:
        layer.close()


class _Run:
    """Letters without a gap between them, and the rectangle around them on the page."""

    def __init__(self, text: str, rect: _Rect, *, wide: bool) -> None:
        self.text = text
        self.left, self.bottom, self.right, self.top = rect
        self.wide = wide
        self.gap = ""

    def add(self, letter: str, rect: _Rect) -> None:
        self.text += letter
        left, bottom, right, top = rect
        if left < self.left:
            self.left = left
        if bottom < self.bottom:
            self.bottom = bottom
        if right > self.right:
            self.right = right
        if top > self.top:
            self.top = top


class _Placer:
    """From page coordinates, whose origin is below, to fractions of the upright page."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self._left, self._top = left, top
        self._width, self._height = right - left, top - bottom
        self._turn = 90 * pdfium_c.FPDFPage_GetRotation(page)

    def __call__(self, run: _Run) -> Iterator[Word]:
        """The word, cut to the page; nothing where it lies beyond the crop box."""
        box = Box(
            (run.left - self._left) / self._width,
            (self._top - run.top) / self._height,
            (run.right - self._left) / self._width,
            (self._top - run.bottom) / self._height,
        ).turned(self._turn)
        left, top = max(box.left, 0.0), max(box.top, 0.0)
        width, height = min(box.right, 1.0) - left, min(box.bottom, 1.0) - top
        if width > 0 and height > 0:
            rect = round(left, 6), round(top, 6), round(width, 6), round(height, 6)
            yield Word(run.text, rect, run.gap)


def _letters(layer: Any) -> Iterator[tuple[str, _Rect | None]]:
    """Letters with their places; spaces and line ends, which PDFium adds, have none."""
    rect, box = pdfium_c.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    unicode_of, place_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    for index in range(min(layer.count_chars(), MOST_LETTERS)):
        code = unicode_of(layer, index)
        letter = chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter in _NOTHING:
            continue
        if letter.isspace():
            yield letter, None
        elif place_of(layer, index, rect):
            yield letter, (rect.left, rect.bottom, rect.right, rect.top)
        elif pdfium_c.FPDFText_GetCharBox(layer, index, *box):
            left, right, bottom, top = (side.value for side in box)
            yield letter, (left, bottom, right, top)


def _runs(letters: Iterator[tuple[str, _Rect | None]]) -> Iterator[_Run]:
    held: _Run | None = None
    for letter, rect in letters:
        if rect is None:
            if held is not None:
                held.gap = "\n" if letter == "\n" or held.gap == "\n" else " "
            continue
        shown = "-" if letter == _LINE_END_HYPHEN else letter
        wide = shown >= _FIRST_WIDE and unicodedata.east_asian_width(shown) in _WIDE
        if held is None or held.gap or wide or held.wide:
            if held is not None:
                yield held
            held = _Run(shown, rect, wide=wide)
        else:
            held.add(shown, rect)
    if held is not None:
        yield held
