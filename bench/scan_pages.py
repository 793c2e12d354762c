"""Pages that look as if they came from a scanner or a telephone; the same seed gives the same page.

What decides how long a page takes to decode is its noise: sensors leave some that no compression
removes. Text at 10.5 points, on every fourth page a table, a picture or a stamp with a signature;
the paper is darker towards an edge and turned by up to 0.6 degrees.
"""

from __future__ import annotations

import io
import random
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4_INCHES: Final = (8.27, 11.69)
SCANNER_NOISE: Final = 4.0
"""Standard deviation of the brightness, of 255; a scanner that cleans its pictures leaves 1."""
_TEXT: Final = (
    "the committee review of assessment paper section evidence candidate officer report applied "
    "method result field form value statement number date reference signed approved pending table "
    "figure annex total account budget year under within between following contains each which "
    "must shall may"
)
WORDS: Final = tuple(_TEXT.split())
_NOISE_OF_COLOUR: Final = 0.375


def scanned(dpi: int, seed: int, *, colour: bool = True, noise: float = SCANNER_NOISE) -> Any:
    """An A4 page as a Pillow picture, RGB or L."""
    size = (round(A4_INCHES[0] * dpi), round(A4_INCHES[1] * dpi))
    rng, noises = random.Random(seed), np.random.default_rng(seed)
    page = Image.new("RGB", size, (250, 248, 240) if colour else (246, 246, 246))
    _write(page, dpi / 72, seed, rng, noises)
    turned = page.rotate(
        rng.uniform(-0.6, 0.6), Image.Resampling.BILINEAR, fillcolor=(235, 233, 226)
    )
    soft = turned.filter(ImageFilter.BoxBlur(0.6 * dpi / 300))
    light = np.asarray(soft).astype(np.float32)
    height, width = light.shape[:2]
    light += np.linspace(-6, 6, width, dtype=np.float32)[None, :, None]
    light += np.linspace(4, -8, height, dtype=np.float32)[:, None, None]
    light += noises.standard_normal((height, width, 1), dtype=np.float32) * noise
    if colour:
        grain = noises.standard_normal((height, width, 3), dtype=np.float32)
        light += grain * (noise * _NOISE_OF_COLOUR)
    seen = Image.fromarray(light.clip(0, 255).astype(np.uint8))
    return seen if colour else seen.convert("L")


def photographed(width: int, height: int, seed: int) -> Any:
    """A page on a table, as a telephone sees it."""
    noises = np.random.default_rng(seed)
    scene = np.zeros((height, width, 3), np.float32)
    for cells in (6, 24, 96, 384):
        field = noises.normal(size=(cells * height // width + 2, cells, 3)).astype(np.float32)
        for channel in range(3):
            coarse = Image.fromarray(field[..., channel])
            fine = coarse.resize((width, height), Image.Resampling.BICUBIC)
            scene[..., channel] += np.asarray(fine) * (60 / cells**0.35)
    table = Image.fromarray((scene + 128).clip(0, 255).astype(np.uint8))
    paper = scanned(300, seed).resize((int(height * 0.6 / 1.414), int(height * 0.6)))
    table.paste(paper, (width // 4, height // 5))
    light = np.asarray(table).astype(np.float32)
    light += noises.standard_normal((height, width, 3), dtype=np.float32) * 6
    return Image.fromarray(light.clip(0, 255).astype(np.uint8))


def saved(picture: Any, kind: str, **options: Any) -> bytes:
    """A picture as a file of a kind that Pillow knows."""
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def _write(
    page: Any, scale: float, seed: int, rng: random.Random, noises: np.random.Generator
) -> None:
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(int(10.5 * scale))
    width, height = page.size
    margin = int(56 * scale)
    head = f"Paper {seed} - Section {seed % 17 + 1}"
    draw.text(
        (margin, margin), head, font=ImageFont.load_default(int(15 * scale)), fill=(20, 20, 60)
    )
    y = margin + int(30 * scale)
    wanted = {1: _table, 2: _figure}.get(seed % 4)
    while y < height - margin - int(14 * scale):
        if wanted is not None and y > height * 0.35:
            y, wanted = y + wanted(page, draw, y, scale, rng, noises), None
            continue
        draw.text(
            (margin, y), _line(draw, font, width - 2 * margin, rng), font=font, fill=(28, 28, 32)
        )
        y += int(14 * scale) + (int(10 * scale) if rng.random() < 0.12 else 0)
    if seed % 4 == 3:
        _stamp(draw, width, height, scale, rng)


def _line(draw: Any, font: Any, room: int, rng: random.Random) -> str:
    line = rng.choice(WORDS)
    while True:
        longer = f"{line} {rng.choice(WORDS)}"
        if draw.textlength(longer, font=font) > room:
            return line
        line = longer


def _table(
    page: Any, draw: Any, y: int, scale: float, rng: random.Random, _noises: np.random.Generator
) -> int:
    rows, columns, margin = 9, 5, int(56 * scale)
    font, pen = ImageFont.load_default(int(10.5 * scale)), max(1, int(0.7 * scale))
    across, down = (page.width - 2 * margin) // columns, int(20 * scale)
    for row in range(rows + 1):
        at = y + row * down
        draw.line((margin, at, margin + columns * across, at), fill=(40, 40, 40), width=pen)
    for column in range(columns + 1):
        at = margin + column * across
        draw.line((at, y, at, y + rows * down), fill=(40, 40, 40), width=pen)
        for row in range(rows if column < columns else 0):
            figure = f"{rng.random() * 1e4:.2f}"
            draw.text((at + 6, y + row * down + 6), figure, font=font, fill=(30, 30, 30))
    return rows * down + int(14 * scale)


def _figure(
    page: Any, _draw: Any, y: int, scale: float, _rng: random.Random, noises: np.random.Generator
) -> int:
    margin, tall = int(56 * scale), int(200 * scale)
    field = noises.normal(size=(12, 18, 3))
    field = (field - field.min()) / (field.max() - field.min()) * 255
    picture = Image.fromarray(field.astype(np.uint8))
    size = (page.width - 2 * margin, tall)
    page.paste(picture.resize(size, Image.Resampling.BICUBIC), (margin, y))
    return tall + int(14 * scale)


def _stamp(draw: Any, width: int, height: int, scale: float, rng: random.Random) -> None:
    ring = (width * 0.6, height * 0.75, width * 0.85, height * 0.75 + width * 0.25)
    draw.ellipse(ring, outline=(180, 30, 30), width=int(3 * scale))
    strokes = [
        (width * (0.15 + step * 0.01), height * (0.85 + rng.uniform(-0.02, 0.02)))
        for step in range(30)
    ]
    draw.line(strokes, fill=(20, 30, 150), width=int(1.5 * scale))
