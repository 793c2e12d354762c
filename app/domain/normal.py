"""What of two spellings means the same: names of organisations, titles of works."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[\W_]+")


def org_key(name: str) -> str:
    """An organisation's name without regard to width, case, spaces and the kind of brackets."""
    text = _plain(name)
    for bracket, plain in (
        ("〔", "("),
        ("〕", ")"),
        ("[", "("),
        ("]", ")"),
        ("【", "("),
        ("】", ")"),
    ):
        text = text.replace(bracket, plain)
    return _SPACE.sub("", text)


def title_key(title: str) -> str:
    """The title of a work: its letters, digits and characters alone, narrow and in small letters.

    A title of signs only is its own key, so that it agrees with nothing but itself.
    """
    text = _plain(title)
    return _SIGNS.sub("", text) or _SPACE.sub("", text)


def _plain(text: str) -> str:
    """Narrow and in small letters; folding may widen again, hence twice."""
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once).casefold()
