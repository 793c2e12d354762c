"""Letters of a page's text layer and where each stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.media.text import PageText

Rect = tuple[float, float, float, float]
"""Left, top, width, height as fractions of the upright page."""


class Letter(NamedTuple):
    """One letter, the number of its word, its place, and what separates it from the next one:
    a space or a line break after the end of a word.
    """

    sign: str
    word: int
    rect: Rect
    gap: str


def letters_of(text: PageText) -> tuple[Letter, ...]:
    """All letters of a page. A word's box is shared out evenly among its letters."""
    found: list[Letter] = []
    for number, word in enumerate(text.words):
        left, top, width, height = word.rect
        count = len(word.text)
        upright = height > 1.5 * width and count > 1
        for index, sign in enumerate(word.text):
            if upright:
                rect = (left, top + height * index / count, width, height / count)
            else:
                rect = (left + width * index / count, top, width / count, height)
            found.append(Letter(sign, number, rect, word.gap if index == count - 1 else ""))
    return tuple(found)


def folded(sign: str) -> str:
    """A letter as it is compared: full width and half, capital and small are the same."""
    wide = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(one for one in wide if not one.isspace())


def joined(rects: Iterable[Rect]) -> tuple[Rect, ...]:
    """Boxes side by side on one line become one."""
    found: list[Rect] = []
    for rect in rects:
        if found and _side_by_side(found[-1], rect):
            found[-1] = _union(found[-1], rect)
        else:
            found.append(rect)
    return tuple(found)


def plain_text(letters: Iterable[Letter]) -> str:
    """Letters as one line: line breaks go between Chinese signs, else become spaces."""
    text = ""
    waiting = False
    for letter in letters:
        if waiting and not (_is_wide(text[-1]) and _is_wide(letter.sign)):
            text += " "
        text += letter.sign
        waiting = bool(letter.gap)
    return text.strip()


def line_away(letters: Sequence[Letter], index: int, step: int) -> int:
    """From the gap before letter `index` to the nearest gap a line below (1) or above (-1)."""
    if not letters:
        return 0
    here = letters[min(index, len(letters) - 1)].rect
    x, line = here[0], here[1] + here[3] / 2
    away = [
        number
        for number, letter in enumerate(letters)
        if (letter.rect[1] + letter.rect[3] / 2 - line) * step > here[3] / 2
    ]
    if not away:
        return len(letters) if step > 0 else 0

    def distance(number: int) -> tuple[float, float]:
        left, top, _, height = letters[number].rect
        return round(abs(top + height / 2 - line), 3), abs(left - x)

    return min(away, key=distance)


def _side_by_side(one: Rect, other: Rect) -> bool:
    overlap = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    low = min(one[3], other[3])
    gap = other[0] - (one[0] + one[2])
    return overlap > 0.5 * low and -low < gap < 1.5 * low


def _union(one: Rect, other: Rect) -> Rect:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    bottom = max(one[1] + one[3], other[1] + other[3])
    return left, top, right - left, bottom - top


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")
