"""Files that something is wrong with, made out of good ones (rule R105)."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from server_stub.demo import scans


def truncated_jpeg(jpeg: bytes, keep: float = 0.45) -> bytes:
    """A JPEG whose upload was cut off: opens, but does not decode fully."""
    if not 0 < keep < 1:
        raise ValueError(f"keep must lie between 0 and 1: {keep}")
    return jpeg[: max(700, int(len(jpeg) * keep))]


def encrypted_pdf(pages: list[bytes], dpi: int, password: str = "demo") -> bytes:  # noqa: S107
    """A PDF that asks for a password; `pages` are JPEGs."""
    lock = StandardEncryption(password, ownerPassword=password, canPrint=0, strength=128)
    return scans.bind(pages, dpi, encrypt=lock)


def damaged_pdf(pdf: bytes, keep: float = 0.7) -> bytes:
    """A PDF without its end: cross-reference table, trailer and page tree are gone."""
    if not 0 < keep < 1:
        raise ValueError(f"keep must lie between 0 and 1: {keep}")
    return pdf[: min(int(len(pdf) * keep), pdf.rfind(b"xref") - 1)]


def zero_bytes() -> bytes:
    """An empty file."""
    return b""


def not_a_document() -> bytes:
    """A text file under another name: no magic bytes of any accepted format."""
    return "此文件不是扫描件。\r\n".encode("gb18030")


def one_pixel_jpeg() -> bytes:
    """A JPEG that is valid and useless."""
    out = BytesIO()
    Image.new("RGB", (1, 1), (255, 255, 255)).save(out, "JPEG")
    return out.getvalue()


def pdf_without_content() -> bytes:
    """A PDF of one page with nothing on it, not even a picture."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
