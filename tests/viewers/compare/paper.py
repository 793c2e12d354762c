"""Sheets of invented words, and scans of them: turned, shifted, grainy."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.viewers.compare.align import Fit
from app.viewers.compare.difference import Shot

PAPER = 244
WIDTH, HEIGHT = 900, 1270
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=16)
def sheet(seed: int, *, word: str = "", at: tuple[int, int] = (300, 610)) -> Image.Image:
    """A page of words; `word` stands at a place that is kept free on every sheet."""
    drawn = random.Random(seed)
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=17)
    for y in range(80, HEIGHT - 80, 32):
        x = 80
        while x < WIDTH - 190:
            text = "".join(drawn.choice(LETTERS) for _ in range(drawn.randint(2, 9)))
            if drawn.random() < 0.85:
                pen.text((x, y), text, fill=30, font=font)
            x += 10 * len(text) + 14
    pen.rectangle((at[0] - 10, at[1] - 10, at[0] + 130, at[1] + 30), fill=PAPER)
    pen.text(at, word, fill=30, font=font)
    return page


def scanned(page: Image.Image, fit: Fit, seed: int, grain: float = 6.0) -> Image.Image:
    """The page as it lies when moved by `fit`, with grain."""
    a, b, dx, dy = fit.matrix
    whole = a * a + b * b
    x, y = -0.5 - dx, -0.5 - dy
    back = (
        a / whole, b / whole, (a * x + b * y) / whole + 0.5,
        -b / whole, a / whole, (a * y - b * x) / whole + 0.5,
    )  # fmt: skip
    moved = page.transform(
        page.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC, fillcolor=PAPER
    )
    grains = np.random.default_rng(seed).normal(0, grain, (page.height, page.width))
    return Image.fromarray(np.clip(np.asarray(moved, np.float32) + grains, 0, 255).astype(np.uint8))


def shot(page: Image.Image) -> Shot:
    """The page as the worker would hand it over."""
    pixels = np.repeat(np.asarray(page)[..., None], 4, 2)
    return Shot(memoryview(pixels.tobytes()), page.width, page.height, page.width * 4)


def small_turn(degrees: float, dx: float = 0.0, dy: float = 0.0, scale: float = 1.0) -> Fit:
    """A move of a sheet on the glass."""
    return Fit(scale, math.radians(degrees), dx, dy)


def pdf_of(path: Path, pages: list[Image.Image]) -> Path:
    """A scan of several pages, A4."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in pages:
        canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path
