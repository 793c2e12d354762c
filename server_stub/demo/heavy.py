"""One paper of almost 45 MB, as scanning shops deliver it: colour, 300 dpi, noisy."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageChops

from server_stub.demo import papers
from server_stub.demo.facts import PaperFacts
from server_stub.demo.scans import ARCHIVE, bind, jpeg
from server_stub.demo.seeds import derive, rng

LIMIT = 47_185_920  # 45 MiB, the Liuzhou limit for one paper file (domain §4.4)
TARGET = 44_600_000

_DISTINCT = 3
_DPI = 300
_PLAY = 64


def heavy_paper(facts: PaperFacts, seed: int, *, target: int = TARGET) -> bytes:
    """A scanned PDF of about `target` bytes and never more than `LIMIT`.

    Few different pages are drawn; each page of the file is one of them under other noise, so
    every JPEG stream is its own. Raises `ValueError` for a target beyond the limit.
    """
    if target > LIMIT:
        raise ValueError(f"target beyond the limit of {LIMIT} bytes: {target}")
    random = rng(seed, "heavy", facts.title)
    drawn = papers.full_text(facts, ARCHIVE.kit(random), pages=_DISTINCT)
    size = drawn[0].image.size
    field = _noise((size[0] + _PLAY, size[1] + _PLAY), derive(seed, "noise"))
    tinted = [_paper(sheet.image) for sheet in drawn]
    pages: list[bytes] = []
    total = 0
    while True:
        page = _noisy(tinted[len(pages) % _DISTINCT], field, random)
        if total + len(page) > LIMIT - 64_000 or total >= target:
            return bind(pages, _DPI)
        pages.append(page)
        total += len(page)


def _paper(ink: Image.Image) -> Image.Image:
    bands = [ink.point(lambda value, part=part: int(value * part)) for part in (0.95, 0.94, 0.91)]
    return Image.merge("RGB", bands)


def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    source = np.random.default_rng(seed)
    grain = source.integers(-14, 15, (size[1], size[0]), dtype=np.int8)
    plane = Image.fromarray((grain.astype(np.int16) + 128).astype(np.uint8))
    return Image.merge("RGB", [ImageChops.offset(plane, 17 * shift, 5) for shift in range(3)])


def _noisy(image: Image.Image, field: Image.Image, random: Random) -> bytes:
    left, top = random.randint(0, _PLAY), random.randint(0, _PLAY)
    cut = field.crop((left, top, left + image.width, top + image.height))
    if random.random() < 0.5:
        cut = cut.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return jpeg(ImageChops.add(image, cut, 1.0, -128), _DPI, 84)
