"""The words of a PDF page with their places, through PDFium."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from app.media.box import WHOLE, Box
from app.media.text import PageText, Word

MOST_LETTERS: Final = 20_000
"""What is read of one page; a densely printed A4 has 5,000."""
_LINE_END_HYPHEN: Final = "\x02"
_NOTHING: Final = ("\0", "\r", "\ufffe", "\uffff")
_WIDE: Final = ("W", "F")


def read_words(page: Any) -> PageText:
    """The text layer of `page` (open, of pypdfium2). To be called behind `pdf.LOCK`.

    A Chinese letter is a word: nothing separates words there, and a reader marks letter by letter.
    """
    layer = page.get_textpage()
    try:
        place = _Placer(page)
        return PageText(tuple(_words(_letters(layer, place))))
    finally:
        layer.close()


class _Placer:
    """From page coordinates, whose origin is below, to fractions of the upright page."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self._left, self._top = left, top
        self._width, self._height = right - left, top - bottom
        self._turn = 90 * pdfium_c.FPDFPage_GetRotation(page)

    def __call__(self, left: float, bottom: float, right: float, top: float) -> Box:
        upright = Box(
            (left - self._left) / self._width,
            (self._top - top) / self._height,
            (right - self._left) / self._width,
            (self._top - bottom) / self._height,
        )
        return upright.turned(self._turn)


def _letters(layer: Any, place: _Placer) -> Iterator[tuple[str, Box | None]]:
    """Letters with their boxes; spaces and line ends, which PDFium adds, have none."""
    rect = pdfium_c.FS_RECTF()
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(min(layer.count_chars(), MOST_LETTERS)):
        code = pdfium_c.FPDFText_GetUnicode(layer, index)
        letter = chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter in _NOTHING:
            continue
        if letter.isspace():
            yield letter, None
        elif pdfium_c.FPDFText_GetLooseCharBox(layer, index, rect):
            yield letter, place(rect.left, rect.bottom, rect.right, rect.top)
        elif pdfium_c.FPDFText_GetCharBox(layer, index, *box):
            left, right, bottom, top = (side.value for side in box)
            yield letter, place(left, bottom, right, top)


def _words(letters: Iterator[tuple[str, Box | None]]) -> Iterator[Word]:
    held: _Held | None = None
    for letter, box in letters:
        if box is None:
            if held is not None:
                held.gap = "\n" if letter == "\n" or held.gap == "\n" else " "
            continue
        shown = "-" if letter == _LINE_END_HYPHEN else letter
        wide = unicodedata.east_asian_width(shown) in _WIDE
        if held is None or held.gap or wide or held.wide:
            yield from held.words() if held is not None else ()
            held = _Held(shown, box, wide=wide)
        else:
            held.add(shown, box)
    yield from held.words() if held is not None else ()


class _Held:
    """A word that may go on."""

    def __init__(self, text: str, box: Box, *, wide: bool) -> None:
        self._text = text
        self._box = box
        self.wide = wide
        self.gap = ""

    def add(self, letter: str, box: Box) -> None:
        mine = self._box
        self._text += letter
        self._box = Box(
            min(mine.left, box.left), min(mine.top, box.top),
            max(mine.right, box.right), max(mine.bottom, box.bottom),
        )  # fmt: skip

    def words(self) -> Iterator[Word]:
        """The word, cut to the page; nothing where it lies beyond the crop box."""
        left, top = max(self._box.left, WHOLE.left), max(self._box.top, WHOLE.top)
        right, bottom = min(self._box.right, WHOLE.right), min(self._box.bottom, WHOLE.bottom)
        if left < right and top < bottom:
            rect = tuple(round(value, 6) for value in (left, top, right - left, bottom - top))
            yield Word(self._text, (rect[0], rect[1], rect[2], rect[3]), self.gap)
