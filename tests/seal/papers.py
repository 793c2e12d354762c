"""Documents to seal, and what a reader sees of them."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageStat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from app.seal.image import SealImage
from tests.seal.independent import needed

KEYWORD = "（盖章）"
Field = tuple[str, int, tuple[float, float, float, float]]
TWO_FIELDS: tuple[Field, ...] = (
    ("SealUnit", -1, (380, 90, 520, 230)),
    ("SealOffice", -1, (80, 90, 220, 230)),
)


@cache
def plain(pages: int = 1, rotation: int = 0) -> bytes:
    """A4 pages of text with a place to seal at the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pageCompression=1, invariant=1)
    paper.setTitle("单位推荐意见")
    for number in range(pages):
        paper.setPageRotation(rotation)
        paper.setFont("STSong-Light", 14)
        for line in range(28):
            text = f"第 {number + 1} 页 第 {line + 1} 行 申报人示例 拟推荐工程师资格"
            paper.drawString(70, 780 - 24 * line, text)
        paper.drawString(400, 150, f"单位{KEYWORD}")
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def with_fields(pdf: bytes, fields: Sequence[Field] = TWO_FIELDS) -> bytes:
    """The same with empty signature fields, in a revision of its own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, page, box in fields:
        spec = SigFieldSpec(name, on_page=page, box=box, empty_field_appearance=False)
        append_signature_field(writer, spec)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@cache
def form(pages: int = 1) -> bytes:
    return with_fields(plain(pages))


def rendered(pdf: bytes, folder: Path, dpi: int = 60) -> list[Image.Image]:
    """Every page as poppler draws it."""
    source = folder / "look.pdf"
    source.write_bytes(pdf)
    subprocess.run(
        [needed("pdftoppm"), "-r", str(dpi), source, folder / "look"],
        check=True,
        timeout=60,
    )
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("look*.ppm"))]


def redness(picture: Image.Image) -> list[tuple[int, int]]:
    """The pixels that are red."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.int16), 2, 0)
    return [(int(x), int(y)) for y, x in np.argwhere(red - (green + blue) // 2 > 60)]


@cache
def blank(rotation: int = 0) -> bytes:
    """One empty A4 page."""
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, invariant=1)
    paper.setPageRotation(rotation)
    paper.showPage()
    paper.save()
    return buffer.getvalue()


def ink_on_white(image: SealImage) -> Image.Image:
    paper = Image.new("RGB", (image.width, image.height), "white")
    paper.paste(image.colour, (0, 0), Image.frombytes("L", paper.size, image.mask))
    return paper


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of grey; smaller is more alike."""
    size = other.size
    return ImageStat.Stat(ImageChops.difference(one.resize(size), other)).mean[0]
