"""Damaged copies of real documents; the same number gives the same bytes."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_NUMBER = re.compile(rb"(?<![\w.])\d{1,10}(?![\w.])")
_WILD_NUMBERS = (b"0", b"-1", b"65536", b"2147483647", b"4294967296", b"99999999999", b"1e38", b".")
_WORDS = (
    b"/FlateDecode", b"/DCTDecode", b"/JPXDecode", b"/JBIG2Decode", b"/LZWDecode", b"/Kids",
    b"/Parent", b"/Contents", b"/Resources", b"/Length", b"endstream", b"endobj", b"xref",
    b"trailer", b"obj", b"null", b"<<", b">>", b"[", b"]",
)  # fmt: skip


def mutated(number: int, sources: Sequence[bytes]) -> bytes:
    """The damaged document of that number: one of `sources` after one kind of damage."""
    rng = random.Random(number)
    data = bytearray(rng.choice(sources))
    damage = rng.choice((_cut, _noise, _noise, _noise, _numbers, _numbers, _words, _moved, _head))
    return bytes(damage(data, rng))


def _cut(data: bytearray, rng: random.Random) -> bytearray:
    """A transfer that broke off."""
    return data[: rng.randrange(len(data))]


def _noise(data: bytearray, rng: random.Random) -> bytearray:
    """Bytes that a disk lost."""
    for _ in range(rng.choice((1, 4, 16, 64, len(data) // 200 + 1))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return data


def _head(data: bytearray, rng: random.Random) -> bytearray:
    """The same where sizes, tables and markers stand."""
    for _ in range(rng.choice((1, 2, 8))):
        data[rng.randrange(4, max(5, min(len(data), 700)))] = rng.randrange(256)
    return data


def _numbers(data: bytearray, rng: random.Random) -> bytearray:
    """Sizes, offsets and references that lie."""
    found = list(_NUMBER.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 2, 8)))), key=_place)[
        ::-1
    ]:
        data[match.start() : match.end()] = rng.choice(_WILD_NUMBERS)
    return data


def _words(data: bytearray, rng: random.Random) -> bytearray:
    """Syntax in the wrong place."""
    for _ in range(rng.choice((1, 3, 9))):
        at = rng.randrange(len(data))
        word = rng.choice(_WORDS)
        data[at : at + rng.choice((0, len(word)))] = word
    return data


def _moved(data: bytearray, rng: random.Random) -> bytearray:
    """A piece doubled, or gone."""
    begin = rng.randrange(len(data))
    end = min(len(data), begin + rng.choice((3, 80, 900, 20_000)))
    if rng.random() < 0.5:
        del data[begin:end]
    else:
        data[end:end] = data[begin:end]
    return data


def _place(match: re.Match[bytes]) -> int:
    return match.start()
