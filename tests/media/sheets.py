"""PDFs of one picture a page, written byte by byte so that every entry can be chosen."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Sheet:
    """A page that shows one JPEG.

    `place` is the matrix of the picture, `entries` go into its dictionary, `after` into the
    content behind it, `page` into the dictionary of the page.
    """

    jpeg: bytes
    media: tuple[float, float, float, float] = (0, 0, 200, 300)
    place: tuple[float, float, float, float, float, float] | None = None
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    space: str = ""
    entries: str = ""
    before: str = ""
    after: str = ""
    page: str = ""
    shares: bool = False
    """Whether this page shows the picture of the first."""
    extra: list[bytes] = field(default_factory=list)
    """Further objects; the first has the number `EXTRA`."""


EXTRA = 100
_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}


def jpeg(picture: Image.Image, quality: int = 92, **options: object) -> bytes:
    """A picture as JPEG, colours at full resolution."""
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=quality, subsampling=0, **options)
    return data.getvalue()


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """A PDF of `sheets`."""
    objects: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    kids = []
    for index, sheet in enumerate(sheets):
        number = 3 + 3 * index
        kids.append(f"{number} 0 R")
        objects.update(_page(sheet, number))
        for place, body in enumerate(sheet.extra):
            objects[EXTRA + place] = body
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = out.tell()
        out.write(b"%d 0 obj" % number + body + b"endobj\n")
    start = out.tell()
    last = max(objects)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1))
    for number in range(1, last + 1):
        known = number in offsets
        out.write(b"%010d %05d %c \n" % (offsets.get(number, 0), 0, b"n" if known else b"f"))
    out.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start))
    return out.getvalue()


def _page(sheet: Sheet, number: int) -> dict[int, bytes]:
    with Image.open(io.BytesIO(sheet.jpeg)) as picture:
        width, height, mode = *picture.size, picture.mode
    left, bottom, right, top = sheet.media
    place = sheet.place or (right - left, 0, 0, top - bottom, left, bottom)
    matrix = " ".join(f"{value:g}" for value in place)
    crop = f"/CropBox[{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
    space = sheet.space or _SPACES[mode]
    shown = 5 if sheet.shares else number + 2
    content = f"q {sheet.before} {matrix} cm /P Do Q {sheet.after}".encode()
    head = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8"
        f"/ColorSpace {space}/Filter/DCTDecode/Length {len(sheet.jpeg)} {sheet.entries}>>stream\n"
    )
    return {
        number: (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{' '.join(map(str, sheet.media))}]{crop}"
            f"/Rotate {sheet.rotate}/Contents {number + 1} 0 R {sheet.page}"
            f"/Resources<</XObject<</P {shown} 0 R>>/Font<</F<</Type/Font/Subtype/Type1"
            "/BaseFont/Helvetica>>>>>>>>"
        ).encode(),
        number + 1: b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream ",
        number + 2: head.encode() + sheet.jpeg + b"\nendstream ",
    }
