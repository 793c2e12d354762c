"""What became of the pages of a document, by what each shows."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class PageFate(StrEnum):
    """What became of a page."""

    SAME = "same"
    CHANGED = "changed"
    INSERTED = "inserted"
    REMOVED = "removed"


class PagePair(NamedTuple):
    """A page of the old document and one of the new, counted from 0; None where there is none."""

    fate: PageFate
    old: int | None
    new: int | None


def pair_pages(old: Sequence[str], new: Sequence[str]) -> tuple[PagePair, ...]:
    """Pair the pages of two documents by the hashes of what they show.

    A run of pages that was replaced by another run is paired one by one from its start; what is
    left over of the longer run was inserted or removed.
    """
    found: list[PagePair] = []
    runs = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in runs:
        both = min(i2 - i1, j2 - j1)
        fate = PageFate.SAME if tag == "equal" else PageFate.CHANGED
        found += [PagePair(fate, i1 + n, j1 + n) for n in range(both)]
        found += [PagePair(PageFate.REMOVED, page, None) for page in range(i1 + both, i2)]
        found += [PagePair(PageFate.INSERTED, None, page) for page in range(j1 + both, j2)]
    return tuple(found)


def unpaired(old: int, new: int) -> tuple[PagePair, ...]:
    """Pages side by side by number, where nothing is known of what they show."""
    return pair_pages(["?"] * old, ["!"] * new)


def next_change(pairs: Sequence[PagePair], at: int, step: int) -> int | None:
    """The index of the next pair (1) or the previous one (-1) that is not the same; goes round."""
    changed = [index for index, pair in enumerate(pairs) if pair.fate is not PageFate.SAME]
    if not changed:
        return None
    if step > 0:
        return next((index for index in changed if index > at), changed[0])
    return next((index for index in reversed(changed) if index < at), changed[-1])


def pair_at(pairs: Sequence[PagePair], page: int, *, new: bool) -> int | None:
    """The index of the pair that holds a page of the new or the old document."""
    for index, pair in enumerate(pairs):
        if (pair.new if new else pair.old) == page:
            return index
    return None
