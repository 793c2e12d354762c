"""Small real files, good and broken."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

A4 = (595.2756, 841.8898)


def text_pdf(path: Path, pages: int = 2, encrypt: str | None = None) -> Path:
    """A born-digital A4 PDF; each page has a red square in its upper left corner."""
    security = pdfencrypt.StandardEncryption(encrypt, canPrint=0) if encrypt else None
    sheet = canvas.Canvas(str(path), pagesize=A4, encrypt=security, invariant=1)
    for number in range(pages):
        sheet.setFillColorRGB(1, 0, 0)
        sheet.rect(0, A4[1] - 100, 100, 100, stroke=0, fill=1)
        sheet.setFillColorRGB(0, 0, 0)
        sheet.drawString(200, 400, f"page {number + 1}")
        sheet.showPage()
    sheet.save()
    return path


def scan_pdf(path: Path, pages: int = 1, dpi: int = 100) -> Path:
    """A PDF whose pages are one grey JPEG each."""
    sheet = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(pages):
        size = (round(A4[0] / 72 * dpi), round(A4[1] / 72 * dpi))
        picture = Image.new("L", size, 245)
        ImageDraw.Draw(picture).text((80, 80), f"scan {number + 1}", fill=10)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=70)
        sheet.drawImage(ImageReader(data), 0, 0, *A4)
        sheet.showPage()
    sheet.save()
    return path


def wild_pdf(path: Path, box: str) -> Path:
    """A PDF of one page with any MediaBox."""
    body = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[" + box.encode() + b"]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    path.write_bytes(body)
    return path


def no_pages_pdf(path: Path) -> Path:
    """A PDF that opens and has no page."""
    document = pdfium.PdfDocument.new()
    document.save(str(path))
    document.close()
    return path


def photo(path: Path, size: tuple[int, int] = (640, 480), orientation: int | None = None) -> Path:
    """A JPEG, blue but for a red quarter in its stored upper left corner."""
    picture = Image.new("RGB", size, (30, 60, 160))
    picture.paste((220, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    picture.save(path, "JPEG", quality=90, exif=exif, dpi=(300, 300))
    return path


def noisy_jpeg(path: Path, size: tuple[int, int] = (600, 800)) -> Path:
    """A JPEG with enough data to be cut in the middle."""
    Image.effect_noise(size, 60).convert("RGB").save(path, "JPEG", quality=85)
    return path


def truncated_jpeg(path: Path) -> Path:
    """A JPEG that stops after half of its bytes."""
    data = noisy_jpeg(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def bomb_png(path: Path, side: int = 30_000) -> Path:
    """A PNG header that claims `side` by `side` pixels over almost no data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    return path
