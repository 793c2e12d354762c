"""How texts are cut into words for the full-text search, and queries into phrases (design §5).

Every character outside Latin letters and digits is a word of its own: so a two-character name, a
character beyond the basic plane and one letter of a longer name are all found. Runs of letters
and runs of digits are words; the last one of a query may be unfinished. Punctuation, the middle
dot of names among it, is dropped on both sides.

The text handed to SQLite has single spaces between words; its ``ascii`` tokenizer then keeps every
other character as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

_WORD: Final = re.compile(r"[a-z]+|[0-9]+|[^\x00-\x7f]")
_GAP: Final = "§"  # punctuation, so no query has it as a word
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def words(text: str) -> list[str]:
    """The words of a text, folded: compatibility forms and case make no difference."""
    folded = unicodedata.normalize("NFKC", _SURROGATE.sub("", text)).casefold()
    return [word for word in _WORD.findall(folded) if word.isascii() or _stands(word)]


def _stands(char: str) -> bool:
    """Letters, digits, marks, symbols and private-use characters count; punctuation does not."""
    return unicodedata.category(char)[0] not in "PZ" and char != "\ufffd"


def indexed(*texts: str) -> str:
    """What the index stores for some texts; a phrase never reaches from one into the next."""
    return f" {_GAP} ".join(" ".join(words(text)) for text in texts if text)


def identifiers(*texts: str) -> str:
    """What the index stores for numbers: also each run of digits without its leading zeros."""
    extra = [word.lstrip("0") for text in texts for word in words(text) if word[0] == "0"]
    return indexed(*texts, *extra)


def phrases(query: str) -> Iterator[str]:
    """One phrase in FTS5's language for each blank-separated part of ``query``.

    A part that ends in letters or digits also finds words that begin so.
    """
    for part in query.split():
        found = words(part)
        if found:
            ending = " *" if found[-1].isascii() else ""
            yield f'"{" ".join(found)}"{ending}'


@cache
def _pinyin() -> object:
    import pypinyin  # heavy: only where documents are indexed or names sorted

    return pypinyin


def sound(name: str) -> tuple[str, str]:
    """A name's pinyin and its initials, ``("yunzhiqiu", "yzq")``; empty for what has none."""
    library = _pinyin()
    syllables: list[str] = library.lazy_pinyin(  # type: ignore[attr-defined]
        [char for char in name if char >= "\u3400"], errors="ignore"
    )
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def sort_key(name: str) -> str:
    """Orders names by sound, then by character."""
    return f"{' '.join(sound(name)[:1])}\x01{name}"
