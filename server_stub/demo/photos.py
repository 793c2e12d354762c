"""Portraits (an invented drawn face) and pictures taken with a telephone, with EXIF orientation.

Source for the sizes: domain §4.4 (CV: 35×45 mm, ratio 7:9, blue; SX: white).
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from random import Random
from typing import Literal

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from server_stub.demo.people import Sex
from server_stub.demo.seeds import derive, rng
from server_stub.demo.sheet import Sheet

Ground = Literal["blue", "white", "red"]
Orientation = Literal[1, 3, 6, 8]

_GROUNDS: dict[Ground, tuple[int, int, int]] = {
    "blue": (67, 142, 219),
    "white": (250, 250, 250),
    "red": (200, 30, 40),
}
_SKIN = ((244, 214, 190), (235, 200, 172), (224, 186, 156), (248, 222, 202))
_CLOTHES = ((34, 38, 52), (52, 58, 72), (90, 32, 40), (28, 52, 46), (66, 66, 70))
_SIZE = (413, 531)  # 35 × 45 mm at 300 dpi
_TAG_ORIENTATION = 0x0112
_STORED = {  # how the upright picture lies in the file, so that the tag turns it back
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


@lru_cache(maxsize=64)
def portrait(face: int, sex: Sex, ground: Ground = "blue") -> Image.Image:
    """A drawn head and shoulders, 413×531 pixels, the same for the same `face`."""
    random = rng("face", face, sex)
    scale = 2
    width, height = _SIZE[0] * scale, _SIZE[1] * scale
    image = Image.new("RGB", (width, height), _GROUNDS[ground])
    draw = ImageDraw.Draw(image)
    skin, cloth = random.choice(_SKIN), random.choice(_CLOTHES)
    shade = tuple(round(part * 0.9) for part in skin)
    hair = random.choice(((28, 24, 24), (42, 34, 30), (58, 52, 50)))
    middle, head = width / 2, width * random.uniform(0.205, 0.225)
    face_y, tall = height * 0.44, random.uniform(1.28, 1.38)

    def oval(x: float, y: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill)

    if sex == "女" and random.random() < 0.75:
        oval(middle, face_y + head * 0.35, head * 1.28, head * 1.85, hair)
    draw.rounded_rectangle(
        (width * 0.08, height * 0.74, width * 0.92, height * 1.3), radius=width * 0.2, fill=cloth
    )
    draw.rectangle(
        (middle - head * 0.42, face_y + head, middle + head * 0.42, height * 0.78), fill=shade
    )
    oval(middle, height * 0.77, head * 0.46, head * 0.3, shade)
    collar = (240, 240, 244)
    for side in (-1, 1):
        draw.polygon(
            [
                (middle + side * head * 0.46, height * 0.725),
                (middle + side * head * 0.95, height * 0.785),
                (middle + side * head * 0.1, height * 0.91),
            ],
            fill=collar,
        )
    if sex == "男":
        draw.polygon(
            [(middle - 26, height * 0.86), (middle + 26, height * 0.86), (middle, height * 1.02)],
            fill=random.choice(((120, 30, 36), (36, 58, 110), (70, 70, 76))),
        )
    for side in (-1, 1):
        oval(middle + side * head, face_y + head * 0.1, head * 0.14, head * 0.26, shade)
    oval(middle, face_y - head * 0.22, head * 1.06, head * tall * 0.98, hair)
    oval(middle, face_y + head * 0.06, head, head * tall * 0.98, skin)
    fringe = random.uniform(0.42, 0.6)
    draw.chord(
        (middle - head * 1.02, face_y - head * 1.32, middle + head * 1.02, face_y + head * 0.25),
        195 + random.randint(-8, 8),
        345 + random.randint(-8, 8),
        fill=hair,
    )
    for side in (-1, 1):
        eye = middle + side * head * 0.42
        oval(eye, face_y + head * 0.08, head * 0.13, head * 0.07, (252, 252, 252))
        oval(eye, face_y + head * 0.08, head * 0.062, head * 0.066, (40, 30, 28))
        brow = face_y - head * 0.12
        draw.line((eye - head * 0.18, brow, eye + head * 0.18, brow - side * 3), fill=hair, width=9)
        if face % 3 == 0:
            box = (eye - head * 0.26, face_y - head * 0.08, eye + head * 0.26, face_y + head * 0.26)
            draw.rounded_rectangle(box, radius=head * 0.1, outline=(44, 44, 50), width=6)
    draw.line(
        (middle, face_y + head * 0.2, middle - head * 0.06, face_y + head * 0.42),
        fill=shade,
        width=8,
    )
    draw.arc(
        (middle - head * 0.3, face_y + head * fringe, middle + head * 0.3, face_y + head * 0.84),
        25, 155, fill=(176, 88, 84), width=9,
    )  # fmt: skip
    small = image.reduce(scale).filter(ImageFilter.GaussianBlur(0.8))
    grain = np.random.default_rng(face).normal(0, 2.2, (_SIZE[1], _SIZE[0], 3))
    return Image.fromarray((np.asarray(small) + grain).clip(0, 255).astype(np.uint8))


def photo_jpeg(
    face: int,
    sex: Sex,
    *,
    ground: Ground = "blue",
    orientation: Orientation = 1,
    size: tuple[int, int] = _SIZE,
    quality: int = 88,
) -> bytes:
    """The portrait as a JPG file. `size` other than 7:9 gives a photo that breaks R028."""
    image = portrait(face, sex, ground)
    if size != _SIZE:
        image = image.resize(size, Image.Resampling.LANCZOS)
    return oriented_jpeg(image, orientation, dpi=300, quality=quality)


def oriented_jpeg(
    image: Image.Image, orientation: Orientation = 1, *, dpi: int = 150, quality: int = 75
) -> bytes:
    """A JPEG whose pixels lie as the camera was held; the EXIF tag says how to turn them back."""
    if orientation != 1:
        image = image.transpose(_STORED[orientation])
    exif = Image.Exif()
    exif[_TAG_ORIENTATION] = orientation
    exif[0x010F] = "TestCam"
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), exif=exif)
    return out.getvalue()


def snapshot(
    sheet: Sheet,
    random: Random,
    *,
    orientation: Orientation = 1,
    long_side: int = 1600,
    quality: int = 72,
) -> bytes:
    """A document photographed with a telephone: desk around it, in perspective, uneven light."""
    width, height = sheet.image.size
    factor = long_side / max(width, height)
    target = (round(width * factor), round(height * factor))
    margin = 0.05

    def corner(x: float, y: float) -> tuple[float, float]:
        inset_x, inset_y = random.uniform(0.2, 1) * margin, random.uniform(0.2, 1) * margin
        return (
            target[0] * (inset_x if x == 0 else 1 - inset_x),
            target[1] * (inset_y if y == 0 else 1 - inset_y),
        )

    corners = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)]
    page = [(0.0, 0.0), (0.0, float(height)), (float(width), float(height)), (float(width), 0.0)]
    coefficients = _perspective(corners, page)
    desk = _desk(target, derive("desk", random.randrange(3)))
    paper = sheet.image.convert("RGB").transform(
        target, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC
    )
    shape = Image.new("L", target)
    ImageDraw.Draw(shape).polygon(corners, fill=255)
    desk.paste(paper, (0, 0), shape)
    light = _light(target, random)
    return oriented_jpeg(ImageChops.multiply(desk, light), orientation, dpi=72, quality=quality)


def _perspective(
    target: list[tuple[float, float]], source: list[tuple[float, float]]
) -> tuple[float, ...]:
    """Eight coefficients that take a point of `target` to `source` (PIL's PERSPECTIVE)."""
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        values += [u, v]
    return tuple(float(value) for value in np.linalg.solve(np.array(rows), np.array(values)))


@lru_cache(maxsize=6)
def _desk_field(size: tuple[int, int], seed: int) -> Image.Image:
    noise = np.random.default_rng(seed)
    rough = Image.fromarray(noise.integers(70, 120, (60, 6), dtype=np.uint8))
    wood = rough.resize(size, Image.Resampling.BICUBIC)
    return Image.merge(
        "RGB", (wood.point(lambda v: v * 1.25), wood, wood.point(lambda v: v * 0.72))
    )


def _desk(size: tuple[int, int], seed: int) -> Image.Image:
    return _desk_field(size, seed).copy()


def _light(size: tuple[int, int], random: Random) -> Image.Image:
    corners = np.array(
        [[random.uniform(178, 232), random.uniform(205, 252)],
         [random.uniform(165, 222), random.uniform(196, 246)]]
    )  # fmt: skip
    warm = Image.fromarray(corners.astype(np.uint8)).resize(size, Image.Resampling.BILINEAR)
    return Image.merge(
        "RGB", (warm, warm.point(lambda v: v * 0.985), warm.point(lambda v: v * 0.95))
    )
