"""What hands and offices add in ink: round red seals, name seals, signatures.

All of them are masks (mode L) to be stamped on a `Sheet`.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from server_stub.demo import fonts
from server_stub.demo.seeds import derive, rng

_SCALE = 2  # drawn at twice the size, then reduced


@lru_cache(maxsize=128)
def round_seal(owner: str, pixels: int, label: str = "") -> Image.Image:
    """A round official seal: ring, star, the owner's name along the arc, `label` below the star.

    `pixels` is the outer diameter. The ink is uneven, the same way for the same owner.
    """
    size = pixels * _SCALE
    seal = Image.new("L", (size, size))
    draw = ImageDraw.Draw(seal)
    ring = max(3, round(size * 0.028))
    draw.ellipse((ring, ring, size - ring, size - ring), outline=255, width=ring)
    draw.polygon(_star(size / 2, size / 2, size * 0.15), fill=255)
    _arc_text(seal, owner, size)
    if label:
        font = fonts.load("serif-bold", _label_size(label, size))
        draw.text((size / 2, size * 0.76), label, font=font, fill=255, anchor="mm")
    return ImageChops.multiply(seal.reduce(_SCALE), _blotches(owner, pixels))


def _label_size(label: str, size: int) -> float:
    return round(min(size * 0.09, size * 0.52 / len(label)))


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(corner * 36 - 90)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def _arc_text(seal: Image.Image, owner: str, size: int) -> None:
    """Characters from lower left over the top to lower right, narrower where there are many."""
    spread = min(250.0, 22.0 * len(owner))
    step = spread / max(1, len(owner) - 1)
    radius = size * 0.375
    tall = size * 0.145
    room = 2 * math.pi * radius * step / 360 * 0.92
    font = fonts.load("serif-bold", round(tall))
    for number, char in enumerate(owner):
        angle = -spread / 2 + step * number
        tile = Image.new("L", (round(tall * 1.25), round(tall * 1.25)))
        middle = (tile.width / 2, tile.height / 2)
        ImageDraw.Draw(tile).text(middle, char, font=font, fill=255, anchor="mm")
        if room < tall:
            tile = tile.resize((max(4, round(tile.width * room / tall)), tile.height))
        turned = tile.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
        place = (
            round(size / 2 + radius * math.sin(math.radians(angle)) - turned.width / 2),
            round(size / 2 - radius * math.cos(math.radians(angle)) - turned.height / 2),
        )
        seal.paste(255, place, turned)


def _blotches(key: str, pixels: int) -> Image.Image:
    noise = np.random.default_rng(derive("ink", key))
    coarse = Image.fromarray(noise.integers(150, 256, (9, 9), dtype=np.uint8))
    fine = Image.fromarray(noise.integers(185, 256, (pixels, pixels), dtype=np.uint8))
    wide = coarse.resize((pixels, pixels), Image.Resampling.BICUBIC)
    return ImageChops.multiply(wide, fine)


@lru_cache(maxsize=256)
def name_seal(name: str, pixels: int) -> Image.Image:
    """A small square seal with up to four characters of a name, `pixels` wide and high."""
    size = pixels * _SCALE
    seal = Image.new("L", (size, size))
    draw = ImageDraw.Draw(seal)
    edge = max(3, size // 18)
    draw.rectangle((edge // 2, edge // 2, size - edge, size - edge), outline=255, width=edge)
    letters = (name + "印")[:4] if len(name) < 4 else name[:4]
    letters = letters.ljust(4, "章")
    font = fonts.load("serif-bold", round(size * 0.38))
    for char, (x, y) in zip(
        letters, ((0.7, 0.29), (0.7, 0.7), (0.29, 0.29), (0.29, 0.7)), strict=True
    ):
        draw.text((size * x, size * y), char, font=font, fill=255, anchor="mm")
    return ImageChops.multiply(seal.reduce(_SCALE), _blotches(name, pixels))


@lru_cache(maxsize=256)
def signature(name: str, pixels: int, seed: int = 0) -> Image.Image:
    """A name as a hurried hand writes it with a pen, about `pixels` high."""
    random = rng("signature", name, seed)
    size = pixels * _SCALE
    font = fonts.load("sans", round(size * 0.8))
    step = size * 0.62
    sheet = Image.new("L", (round(step * len(name) + size), round(size * 1.5)))
    for number, char in enumerate(name):
        tile = Image.new("L", (size, size))
        ImageDraw.Draw(tile).text((size / 2, size / 2), char, font=font, fill=255, anchor="mm")
        tile = tile.filter(ImageFilter.MinFilter(3))  # a pen is thinner than a printed stroke
        warped = _warp(tile, random.uniform(0.12, 0.28), random.uniform(0, 6.28))
        place = (round(step * number), round(size * (0.2 + random.uniform(-0.06, 0.1))))
        sheet.paste(255, place, warped)
    draw = ImageDraw.Draw(sheet)
    y = size * 1.12
    tail = [
        (size * 0.2 + step * len(name) * t / 24, y + math.sin(t / 5) * size * 0.05 - t * size / 160)
        for t in range(25)
    ]
    draw.line(tail, fill=225, width=max(2, size // 36))
    return sheet.reduce(_SCALE)


def _warp(tile: Image.Image, slant: float, phase: float) -> Image.Image:
    """Lean the character and bend it, in a grid of small quadrilaterals."""
    width, height = tile.size
    cells = 5
    amplitude = width * 0.035

    def source(column: int, row: int) -> tuple[float, float]:
        x, y = column * width / cells, row * height / cells
        bend = math.sin(row * 1.3 + phase) * amplitude
        lean = (y - height / 2) * slant
        wave = math.cos(column * 1.1 + phase) * amplitude
        return x + bend + lean, y + wave + (x - width / 2) * 0.1

    mesh = []
    for column in range(cells):
        for row in range(cells):
            target = (
                column * width // cells,
                row * height // cells,
                (column + 1) * width // cells,
                (row + 1) * height // cells,
            )
            corners = [
                source(column + right, row + down)
                for right, down in ((0, 0), (0, 1), (1, 1), (1, 0))
            ]
            mesh.append((target, tuple(value for corner in corners for value in corner)))
    return tile.transform(
        tile.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=0
    )
