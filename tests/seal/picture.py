"""Round seals with invented names, drawn sharp or as a scan would show them."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from app.seal.image import SealImage
from app.seal.seal_image import from_scan

INK = (205, 32, 38)
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


@cache
def drawn(office: str, middle: str, pixels: int = 600) -> Image.Image:
    """Red on transparent, edge to edge: a ring, a star, a name around and a line below."""
    size = pixels * 2
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    ink = (*INK, 255)
    draw.ellipse([0, 0, size - 1, size - 1], outline=ink, width=size // 36)
    centre = size / 2
    star = [
        (
            centre + radius * math.cos(-math.pi / 2 + math.pi * number / 5),
            centre + radius * math.sin(-math.pi / 2 + math.pi * number / 5),
        )
        for number in range(10)
        for radius in [size * 0.155 * (1 if number % 2 == 0 else 0.382)]
    ]
    draw.polygon(star, fill=ink)
    span = math.radians(250)
    for number, letter in enumerate(office):
        angle = -math.pi / 2 - span / 2 + span * number / max(len(office) - 1, 1)
        tile = Image.new("RGBA", (int(size * 0.16),) * 2, (0, 0, 0, 0))
        middle_of_tile = (tile.width / 2, tile.height / 2)
        ImageDraw.Draw(tile).text(
            middle_of_tile, letter, font=font(int(size * 0.105)), fill=ink, anchor="mm"
        )
        tile = tile.rotate(-math.degrees(angle + math.pi / 2), resample=Image.Resampling.BICUBIC)
        x = centre + size * 0.385 * math.cos(angle) - tile.width / 2
        y = centre + size * 0.385 * math.sin(angle) - tile.height / 2
        picture.alpha_composite(tile, (int(x), int(y)))
    draw.text((centre, size * 0.76), middle, font=font(int(size * 0.075)), fill=ink, anchor="mm")
    return picture.resize((pixels, pixels), Image.Resampling.LANCZOS)


def scanned(picture: Image.Image, *, margin: int = 120, seed: int = 7) -> Image.Image:
    """The seal on yellowish paper: shadow, noise, uneven ink, specks, grey text, a pencil line."""
    width, height = picture.width + 2 * margin, picture.height + 2 * margin
    rng = np.random.default_rng(seed)
    paper = Image.new("RGB", (width, height), (248, 245, 236))
    draw = ImageDraw.Draw(paper)
    draw.text((margin, height - margin // 2), "单位意见（盖章）", font=font(34), fill=(40, 40, 44))
    draw.line([(20, 30), (width - 40, 55)], fill=(150, 150, 152), width=3)
    uneven = rng.normal(0.88, 0.12, (height // 8, width // 8)).clip(0.45, 1)
    wear = Image.fromarray((uneven * 255).astype(np.uint8)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    ink = Image.new("L", (width, height))
    ink.paste(picture.getchannel("A"), (margin, margin))
    worn = np.asarray(ink, np.float32) * np.asarray(wear, np.float32) / 255
    paper.paste(INK, (0, 0), Image.fromarray(worn.astype(np.uint8)))
    for x, y in rng.integers(10, min(width, height) - 10, (30, 2)):
        draw.ellipse([int(x), int(y), int(x) + 2, int(y) + 2], fill=INK)
    soft = np.asarray(paper.filter(ImageFilter.GaussianBlur(0.8)), np.float32)
    shadow = np.linspace(1.0, 0.86, width, dtype=np.float32)[None, :, None]
    noisy = soft * shadow + rng.normal(0, 4, soft.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


@cache
def seal_image(
    office: str = "示例市职称改革办公室", middle: str = "职称评审专用章", size_mm: float = 42
) -> SealImage:
    return from_scan(drawn(office, middle), (size_mm, size_mm))
