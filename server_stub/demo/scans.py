"""From drawn sheets to the files an office gets: one JPEG per page, bound as PDF.

`reportlab` puts the JPEG into the PDF as it is (`DCTDecode`), so that a viewer may take the fast
path and hand the bytes to its JPEG decoder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Literal

from PIL import Image, ImageEnhance, ImageOps
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from server_stub.demo import plates
from server_stub.demo.kit import Kit, Mode
from server_stub.demo.sheet import Sheet

rl_config.useA85 = 0  # plain streams: the JPEG stands in the file byte for byte

Turn = Literal[0, 90, 180, 270]
_TURNS = {
    90: Image.Transpose.ROTATE_270,  # PIL turns anti-clockwise
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class ScanLook:
    """How a machine scans.

    `dpi`; JPEG `quality`; largest `skew` in degrees; `softness` (blur in pixels at 150 dpi);
    `noise` (deviation in grey levels); `mode` (`grey` turns everything grey). `turned` lays pages
    on their side: pairs of page index and clockwise degrees, in the pixels; `flagged` does the
    same with the PDF's /Rotate entry. `copied` is a photocopy (grey, hard contrast, R102),
    `faint` a page hardly legible (R074).
    """

    dpi: int = 150
    quality: int = 60
    skew: float = 0.6
    softness: float = 0.45
    noise: float = 2.0
    mode: Mode = "auto"
    turned: tuple[tuple[int, Turn], ...] = ()
    flagged: tuple[tuple[int, Turn], ...] = ()
    copied: bool = False
    faint: bool = False

    def kit(self, random: Random) -> Kit:
        """The paper and pens that fit this look."""
        grey = self.copied or self.mode == "grey"
        mode: Mode = "grey" if grey else self.mode
        return Kit(random, dpi=self.dpi, skew=self.skew, softness=self.softness, mode=mode)


QUICK = ScanLook(dpi=120, quality=55)
OFFICE = ScanLook()
FINE = ScanLook(dpi=200, quality=70)
ARCHIVE = ScanLook(dpi=300, quality=75, noise=2.5)


def page_jpeg(sheet: Sheet, look: ScanLook, random: Random, *, turn: Turn = 0) -> bytes:
    """One scanned page as JPEG, with its resolution written in it."""
    image = sheet.image
    if look.copied:
        image = ImageOps.autocontrast(ImageEnhance.Contrast(image).enhance(1.9), cutoff=1)
    if look.faint:
        image = ImageEnhance.Contrast(image).enhance(0.22)
        image = ImageEnhance.Brightness(image).enhance(1.15)
    image = plates.age(image, look.noise, random)
    if turn:
        image = image.transpose(_TURNS[turn])
    return jpeg(image, look.dpi, look.quality)


def jpeg(image: Image.Image, dpi: int, quality: int, exif: Image.Exif | None = None) -> bytes:
    """JPEG bytes with the resolution and, where given, EXIF."""
    out = BytesIO()
    extra = {} if exif is None else {"exif": exif}
    image.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), **extra)
    return out.getvalue()


def scan_pdf(sheets: Sequence[Sheet], look: ScanLook, random: Random) -> bytes:
    """The sheets as a scanned PDF, one JPEG each."""
    turned = dict(look.turned)
    pages = [
        page_jpeg(sheet, look, random, turn=turned.get(number, 0))
        for number, sheet in enumerate(sheets)
    ]
    return bind(pages, look.dpi, flagged=dict(look.flagged))


class _Jpeg(ImageReader):  # type: ignore[misc]
    """JPEG bytes for reportlab; known by their compressed bytes, never decoded."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self._dataA = None
        self._bytes = data

    def getRGBData(self) -> bytes:  # noqa: N802 - reportlab's name; used only as identity
        return self._bytes


def bind(
    pages: Iterable[bytes],
    dpi: int,
    *,
    flagged: dict[int, Turn] | None = None,
    encrypt: object = None,
) -> bytes:
    """JPEG pages as one PDF, each page as large as its picture at `dpi`; the same bytes always.

    `flagged` gives pages a /Rotate entry, `encrypt` is a reportlab `StandardEncryption`.
    """
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0, encrypt=encrypt)
    canvas.setTitle("scan")
    for number, data in enumerate(pages):
        picture = _Jpeg(data)
        width, height = (side * 72 / dpi for side in picture.getSize())
        turn = (flagged or {}).get(number, 0)
        # reportlab takes the size of a page on its side as it is seen, and swaps the MediaBox
        canvas.setPageSize((height, width) if turn in (90, 270) else (width, height))
        canvas.setPageRotation(turn)
        canvas.drawImage(picture, 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
