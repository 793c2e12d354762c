"""Finding Chinese words by characters, pinyin, initials, or a mixture: 退回, tuihui, th, tuih."""

from __future__ import annotations

from functools import lru_cache

_DIGRAPHS = ("zh", "ch", "sh")
_LITERAL = 1000
_SPELLED = 500


@lru_cache(maxsize=4096)
def spellings(text: str) -> tuple[tuple[str, ...], ...]:
    """For each character that can be typed, what one may type for it: itself and its readings."""
    from pypinyin import Style, pinyin  # half a second to load, needed at the first search only

    found: list[tuple[str, ...]] = []
    for char in text.lower():
        if not char.isalnum():
            continue
        readings = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
        found.append((char, *(reading for group in readings for reading in group)))
    return tuple(found)


def score(query: str, text: str) -> int | None:
    """How well ``text`` answers ``query``, higher is better; None when it does not.

    Every word of the query must be found; an empty query finds everything with 0.
    """
    total = 0
    for word in query.lower().split():
        best = _score_word(word, text)
        if best is None:
            return None
        total += best
    return total


def _score_word(word: str, text: str) -> int | None:
    place = text.lower().find(word)
    if place >= 0:
        return _LITERAL - min(place, 99)
    chars = spellings(text)
    for start in range(len(chars)):
        if _spells(word, 0, chars, start):
            return _SPELLED - min(start, 99)
    return None


def _spells(word: str, at: int, chars: tuple[tuple[str, ...], ...], index: int) -> bool:
    if at == len(word):
        return True
    if index == len(chars):
        return False
    return any(
        _spells(word, at + length, chars, index + 1)
        for spelling in chars[index]
        for length in _pieces(word, at, spelling)
    )


def _pieces(word: str, at: int, spelling: str) -> list[int]:
    """Lengths of ``word`` from ``at`` on that stand for one character spelled so.

    The whole spelling, its initial, or any beginning of it where the query ends.
    """
    lengths = []
    for length in range(len(spelling), 0, -1):
        if not word.startswith(spelling[:length], at):
            continue
        whole = length == len(spelling)
        initial = length == 1 or spelling[:length] in _DIGRAPHS
        if whole or initial or at + length == len(word):
            lengths.append(length)
    return lengths
