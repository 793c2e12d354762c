"""A page put on the glass again: askew, and with other words at one place."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 150
TURN = 0.4
WORDS = "No. 2, 2026"


def rescanned(data: bytes) -> bytes:
    """A PDF as an applicant would scan it once more after a correction on its first page."""
    document = pdfium.PdfDocument(data)
    sheet = io.BytesIO()
    canvas = Canvas(sheet)
    try:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            shown = page.render(scale=DPI / 72).to_pil().convert("RGB")
            if number == 0:
                shown = _corrected(shown)
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(shown), 0, 0, width, height)
            canvas.showPage()
    finally:
        document.close()
    canvas.save()
    return sheet.getvalue()


def _corrected(page: Image.Image) -> Image.Image:
    width, height = page.size
    turned = page.rotate(
        TURN, Image.Resampling.BICUBIC, translate=(9, -6), fillcolor=page.getpixel((2, 2))
    )
    pen = ImageDraw.Draw(turned)
    place = (0.58 * width, 0.07 * height)
    font = ImageFont.load_default(size=0.024 * width)
    pen.rectangle((*place, place[0] + 0.26 * width, place[1] + 0.04 * height), fill="white")
    pen.text((place[0] + 10, place[1] + 8), WORDS, fill=(25, 25, 30), font=font)
    return turned
