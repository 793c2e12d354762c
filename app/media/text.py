"""The text layer of a page: its words and where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters on one line.

    `rect` is (left, top, width, height) as fractions of the upright page: turned by the file's
    own rotation, cut to its crop box, from the upper left corner. `gap` is what separates it
    from the next word: a space, a line break or nothing.
    """

    text: str
    rect: tuple[float, float, float, float]
    gap: str = " "


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page in reading order; none where there is no text layer."""

    words: tuple[Word, ...] = ()

    @property
    def plain(self) -> str:
        """The words as text, one line for each line of the page."""
        return "".join(word.text + word.gap for word in self.words).rstrip()
