"""Which pages of a PDF are one JPEG, so that PDFium is not needed to draw them.

Most scans are. A page is taken for one only where nothing else can show on it and nothing changes
the picture's colours; what PDFium does not tell is read from the dictionary in the file, which
stands right before the picture's bytes. In any doubt PDFium draws the page.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from app.media.box import Box
from app.media.jpeg import read_head
from app.media.jpeg_page import JpegPage
from app.media.limits import MAX_IMAGE_PIXELS
from app.media.pdf_objects import is_plain, top_image
from app.media.reader import GuardedStream, Watched

_UPRIGHT: Final = 1e-4
"""What is less than this share of the sides of a picture does not turn it."""
_LEAST_SHOWN: Final = 0.2
"""Of a picture that is cut to less, too much would be decoded for nothing."""
_MOST_PAPER: Final = 1.3
"""Sides of a page in those of its picture; the rest is margin."""
_OVERHANG: Final = 5e-4
"""What is less than this share of a picture uncovered shows nothing: half a pixel on a screen."""
_DICTIONARY_BYTES: Final = 2_048
_PLAIN_SPACES: Final = (b"/DeviceRGB", b"/DeviceGray")
_KNOWN_SPACES: Final = (
    pdfium_c.FPDF_COLORSPACE_DEVICEGRAY, pdfium_c.FPDF_COLORSPACE_DEVICERGB,
    pdfium_c.FPDF_COLORSPACE_CALGRAY, pdfium_c.FPDF_COLORSPACE_CALRGB,
    pdfium_c.FPDF_COLORSPACE_ICCBASED,
)  # fmt: skip
_CHANGES: Final = re.compile(
    rb"/(SMask|Mask|ImageMask|SMaskInData|Decode|DecodeParms|DP|D|OC|Matte|Alternates|F|FFilter)"
    rb"(?=[\s/\[<(])|#"
)
"""Entries that make more of a picture than its JPEG; # may spell any of them."""
_HARMLESS: Final = re.compile(
    rb"/Decode\s*\[\s*0\s+1(?:\s+0\s+1)*\s*\]|/(?:DecodeParms|DP)\s*(?:null|\[\s*null\s*\])"
)
_SPACE: Final = re.compile(rb"/(?:ColorSpace|CS)\s*(\[[^\]]*\]|/\w+|\d+\s+\d+\s+R)")


class NotSeenError(Exception):
    """Where the bytes of a picture stand in the file is not known."""


def find_jpeg(page: Any, stream: GuardedStream, watched: Watched) -> JpegPage | None:
    """The JPEG that `page` (open, of pypdfium2) is; None where PDFium has to draw it.

    `watched` is what of `stream` was read while the page was opened for the first time: among it
    is its picture. To be called behind `pdf.LOCK`.

    :raises NotSeenError: the picture was not read meanwhile, or not in one piece as it stands in
        the file: PDFium had it from another page, or decrypted it.
    """
    image, is_cover = top_image(page)
    if image is None or pdfium_c.FPDFPage_GetAnnotCount(page) or not is_plain(page, image):
        return None
    lies = _place(page, image)
    if lies is None or (is_cover and not _fills(lies[0])):
        return None
    seen = watched.piece(pdfium_c.FPDFImageObj_GetImageDataRaw(image, None, 0))
    if seen is None:
        raise NotSeenError
    offset, data = seen
    colours = _colours(_dictionary(stream, offset))
    head = read_head(data)
    if colours is None or head is None or head.width * head.height > MAX_IMAGE_PIXELS:
        return None
    if (head.width, head.height) != _pixel_size(image):
        return None
    if colours not in _PLAIN_SPACES and not _space_is_known(page, image):
        return None
    box, mirror, turn = lies
    load = _Bytes(stream, offset, data)
    turn = (turn + 90 * pdfium_c.FPDFPage_GetRotation(page)) % 360
    return JpegPage(load, head, box, mirror, turn, colours + (b" 1" if head.grey else b" 3"))


class _Bytes:
    """The bytes of a JPEG: kept until they are first asked for, then read from the file."""

    def __init__(self, stream: GuardedStream, offset: int, data: bytes) -> None:
        self._stream = stream
        self._offset = offset
        self._length = len(data)
        self._first: bytes | None = data

    def __call__(self) -> bytes:
        data, self._first = self._first, None
        if data is None:
            self._stream.seek(self._offset)
            data = self._stream.read(self._length)
            self._stream.raise_fault()
        return data


def _place(page: Any, image: Any) -> tuple[Box, bool, int] | None:
    """The page as a part of the picture as stored, and how the picture then has to be turned.

    None where it lies aslant, where hardly any of it shows or where it does not fill the page.
    """
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(image, matrix):
        return None
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    det = a * d - b * c
    longest = max(abs(a), abs(b), abs(c), abs(d))
    if not det or max(min(abs(a), abs(b)), min(abs(c), abs(d))) > _UPRIGHT * longest:
        return None
    left, bottom, right, top = page.get_bbox()
    corners = [
        ((d * x - c * y) / det, 1 - (a * y - b * x) / det)
        for x, y in ((left - matrix.e, bottom - matrix.f), (right - matrix.e, top - matrix.f))
    ]
    (x0, y0), (x1, y1) = corners
    box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    if not (
        _LEAST_SHOWN < box.width < _MOST_PAPER and _LEAST_SHOWN < box.height < _MOST_PAPER
        and box.left < 1 - _LEAST_SHOWN and box.right > _LEAST_SHOWN
        and box.top < 1 - _LEAST_SHOWN and box.bottom > _LEAST_SHOWN
    ):  # fmt: skip
        return None
    mirror = det < 0
    if abs(a) > abs(b):
        return box, mirror, 0 if d > 0 else 180
    return box, mirror, 90 if c > 0 else 270


def _fills(page: Box) -> bool:
    """Whether a picture covers all of the page, and with it what was drawn before."""
    return min(page.left, page.top) > -_OVERHANG and max(page.right, page.bottom) < 1 + _OVERHANG


def _dictionary(stream: GuardedStream, offset: int) -> bytes | None:
    """The dictionary of the stream object whose bytes begin at `offset`."""
    start = max(0, offset - _DICTIONARY_BYTES)
    stream.seek(start)
    before = stream.read(offset - start)
    found = before.rfind(b"obj")
    inner = before[found + 3 :].strip() if found >= 0 else b""
    if not (inner.startswith(b"<<") and inner.endswith(b"stream")):
        return None
    return inner


def _colours(dictionary: bytes | None) -> bytes | None:
    """The colour space as the dictionary spells it; None where more than that matters."""
    if dictionary is None or _CHANGES.search(_HARMLESS.sub(b" ", dictionary)):
        return None
    space = _SPACE.search(dictionary)
    return space[1] if space else None


def _space_is_known(page: Any, image: Any) -> bool:
    facts = pdfium_c.FPDF_IMAGEOBJ_METADATA()
    pdfium_c.FPDFImageObj_GetImageMetadata(image, page, facts)
    return facts.colorspace in _KNOWN_SPACES and facts.bits_per_pixel in (8, 24)


def _pixel_size(image: Any) -> tuple[int, int]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFImageObj_GetImagePixelSize(image, width, height)
    return width.value, height.value
