"""The scanner's own marks, ready to be multiplied onto a page: tint, uneven light, dust, noise.

A plate is made once per page size and process, a little larger than the page, and cut at a random
offset; so two pages never get the same bytes, at the price of one multiplication.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

_MARGIN = 24  # pixels of free play for the cut
_TINTS = ((1.0, 0.995, 0.975), (0.985, 0.99, 0.995), (1.0, 0.985, 0.95), (0.992, 0.992, 0.985))
_VARIANTS = 4


def age(image: Image.Image, noise: float, random: Random) -> Image.Image:
    """The picture as the scanner saw it. `noise` is the deviation in grey levels on white."""
    big = image.width * image.height > 4_000_000
    variant = random.randrange(1 if big else _VARIANTS)
    field = _plate(image.size, image.mode, variant, round(noise, 1))
    left, top = random.randint(0, _MARGIN), random.randint(0, _MARGIN)
    cut = field.crop((left, top, left + image.width, top + image.height))
    return ImageChops.multiply(image, cut)


@lru_cache(maxsize=20)
def _plate(size: tuple[int, int], mode: str, variant: int, noise: float) -> Image.Image:
    width, height = size[0] + _MARGIN, size[1] + _MARGIN
    source = np.random.default_rng([variant, width, height])
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    lean_x, lean_y, sag = source.uniform(-0.012, 0.012), source.uniform(-0.014, 0.014), 0.012
    light: NDArray[np.float32] = (
        0.965 + lean_x * across + lean_y * down - sag * (across**2 + down**2)
    )
    light = (light * _edges(width, height, variant)).astype(np.float32)
    channels = [_channel(light, noise, source)]
    if mode == "RGB":
        tint = _TINTS[variant % len(_TINTS)]
        channels = [_channel(light * part, noise, source, channels[0]) for part in tint]
    bands = [
        Image.fromarray((band * 255).clip(0, 255).round().astype(np.uint8)) for band in channels
    ]
    plate = bands[0] if mode == "L" else Image.merge("RGB", bands)
    return _dust(plate, source)


def _channel(
    light: NDArray[np.float32],
    noise: float,
    source: np.random.Generator,
    common: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Light with sensor noise: mostly the same in the three colours, a little of its own."""
    grain = source.standard_normal(size=light.shape, dtype=np.float32)
    grain *= np.float32(noise / 255 * (1.0 if common is None else 0.35))
    grain += light
    if common is not None:
        grain += (common - common.mean()) * np.float32(0.6)
    return grain


def _edges(width: int, height: int, variant: int) -> NDArray[np.float32]:
    """Darker towards one or two edges, where the lid does not press the page down."""
    shadow = np.ones((height, width), dtype=np.float32)
    reach = max(8, width // 45)
    ramp = (1 - np.linspace(0, 1, reach, dtype=np.float32)) ** 2 * np.float32(0.16)
    if variant in (1, 3):
        shadow[:, :reach] -= ramp[None, :]
    if variant in (2, 3):
        shadow[-reach:, :] -= ramp[::-1, None]
    return shadow


def _dust(plate: Image.Image, source: np.random.Generator) -> Image.Image:
    specks = Image.new("L", plate.size, 255)
    draw = ImageDraw.Draw(specks)
    for _ in range(6):
        x, y = source.uniform(0, plate.width), source.uniform(0, plate.height)
        radius = source.uniform(0.3, 0.9) * plate.width / 1200
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=185)
    specks = specks.filter(ImageFilter.GaussianBlur(0.5))
    if plate.mode == "RGB":
        specks = Image.merge("RGB", (specks, specks, specks))
    return ImageChops.multiply(plate, specks)
