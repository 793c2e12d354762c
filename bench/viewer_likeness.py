"""What a scan looks like on screen, beside the best that can be made of it."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2 as pdfium
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.media.documents import Shelf
from app.media.source import DocumentSource
from app.media.wire import Op, Request
from bench.likeness import ssim
from bench.viewer_decoders import JpegPlace


def measure(path: Path, place: JpegPlace, page: int, width: int) -> dict[str, float]:
    """SSIM of our first and our fine picture and of PDFium's, to Lanczos from all pixels."""
    data = path.read_bytes()[place.offset : place.offset + place.length]
    shelf, source = Shelf(), DocumentSource.of_file(path)
    quick = _painted(shelf, Request(Op.RENDER, source, page, width))
    fine = _painted(shelf, Request(Op.RENDER, source, page, width, fine=True))
    shelf.forget()
    with Image.open(io.BytesIO(data)) as jpeg:
        best = jpeg.convert("RGB").resize(quick.size, Image.Resampling.LANCZOS)
    return {
        "quick": ssim(quick, best),
        "fine": ssim(fine, best),
        "pypdfium2": ssim(_by_pdfium(path, page, quick.size), best),
    }


def _painted(shelf: Shelf, request: Request) -> Any:
    """As the canvas paints it: the source rectangle, smoothly, into the place of the page."""
    drawing = shelf.take(request.source).prepare(request)
    pixels = bytearray(drawing.size)
    drawing.paint(memoryview(pixels))
    kind = QImage.Format.Format_RGB32
    image = QImage(pixels, drawing.width, drawing.height, drawing.stride, kind)
    raster = drawing.raster
    sheet = QImage(raster.full_width, raster.full_height, kind)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(sheet.rect()), image, QRectF(*drawing.source_rect))
    painter.end()
    size = (sheet.width(), sheet.height())
    return Image.frombuffer("RGB", size, bytes(sheet.constBits()), "raw", "BGRX", 0, 1)


def _by_pdfium(path: Path, page: int, size: tuple[int, int]) -> Any:
    document = pdfium.PdfDocument(path)
    opened = document[page]
    drawn = opened.render(scale=size[0] / opened.get_width()).to_pil().convert("RGB")
    opened.close()
    document.close()
    return drawn if drawn.size == size else drawn.resize(size, Image.Resampling.BILINEAR)
