"""Searching folders for many strings at once, at every offset of every byte.

A bit table of the first four bytes of all needles is looked up at every offset with numpy; what is
left, some tens of thousands of places, is compared byte by byte. So hundreds of thousands of
windows of the originals can be looked for in seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WINDOW = 32
_HEAD = 4
_BITS = 24
_SPREAD = np.uint32(2654435761)  # Knuth's multiplicative hash
_AT_ONCE = 1 << 22
_HEX = frozenset(b"0123456789abcdef")
_BY_CHANCE = 16
"""A needle of fewer hexadecimal digits can stand by chance inside a longer random number."""


class Needles:
    """What must not be found. A needle has at least four bytes."""

    def __init__(self) -> None:
        self._by_head: dict[bytes, set[bytes]] = defaultdict(set)
        self._table = np.zeros(1 << _BITS, dtype=np.bool_)

    def __len__(self) -> int:
        return sum(map(len, self._by_head.values()))

    def add(self, needle: bytes) -> None:
        """Look for some bytes."""
        head = needle[:_HEAD]
        assert len(head) == _HEAD, needle
        self._by_head[head].add(needle)
        self._table[_slots(np.frombuffer(head, "<u4"))] = True

    def add_text(self, text: str) -> None:
        """Look for a text in the encodings a program would use."""
        self.add(text.encode())
        wide = text.encode("utf-16-le")
        if len(wide) >= 6:  # shorter ones are found in random bytes
            self.add(wide)

    def add_windows(self, original: bytes, step: int) -> None:
        """Look for windows of a file, one every ``step`` bytes; blank stretches are left out."""
        for at in (*range(0, len(original) - WINDOW, step), len(original) - WINDOW):
            window = original[at : at + WINDOW]
            if len(set(window)) >= 10:
                self.add(window)

    def within(self, data: bytes) -> list[bytes]:
        """The needles that stand in ``data``, in order."""
        found = []
        for start in range(0, len(data), _AT_ONCE):
            part = np.frombuffer(data[start : start + _AT_ONCE + _HEAD - 1], np.uint8)
            for at in np.flatnonzero(self._table[_slots(_words(part))]) + start:
                candidates = self._by_head.get(data[at : at + _HEAD], ())
                found += [one for one in candidates if _stands(one, data, int(at))]
        return found

    def below(self, root: Path) -> list[str]:
        """Where anything stands below a folder, in files or in their names."""
        found = []
        for path in sorted(root.rglob("*")):
            place = str(path.relative_to(root))
            data = path.read_bytes() if path.is_file() else b""
            found += [f"{place}: {one!r}" for one in self.within(place.encode() + b"\0" + data)]
        return found


def _stands(needle: bytes, data: bytes, at: int) -> bool:
    """Whether a needle stands at ``at``; a few hexadecimal digits must be a word of their own."""
    if not data.startswith(needle, at):
        return False
    if len(needle) >= _BY_CHANCE or not _HEX.issuperset(needle):
        return True
    around = data[max(at - 1, 0) : at] + data[at + len(needle) : at + len(needle) + 1]
    return _HEX.isdisjoint(around)


def text_of(values: Iterable[object]) -> set[str]:
    """All texts in a JSON value."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            found |= text_of(value.values())
        elif isinstance(value, list):
            found |= text_of(value)
    return found


def _words(part: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The little-endian 32-bit number at each offset."""
    if len(part) < _HEAD:
        return np.empty(0, np.uint32)
    count = len(part) - _HEAD + 1
    wide = [part[n : n + count].astype(np.uint32) << np.uint32(8 * n) for n in range(_HEAD)]
    words: NDArray[np.uint32] = wide[0] | wide[1] | wide[2] | wide[3]
    return words


def _slots(words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return (words * _SPREAD) >> np.uint32(32 - _BITS)
