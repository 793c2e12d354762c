"""PDF files of scanned pages, each picture embedded as it is: one object, one filter.

PDF 32000-1 §7.5 for the file, §7.4 for the filters. The libraries at hand wrap pictures into a
second filter or encode them anew; scanners do neither.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

A4_POINTS: Final = (595.28, 841.89)


@dataclass(frozen=True)
class Page:
    """A picture that fills an A4 page.

    Attributes:
        data: its bytes, as its filter takes them.
        entries: what its dictionary says beside type and length.
        words: lines of an invisible text layer, as text recognition leaves one.
        turn: the page's ``/Rotate``.
    """

    data: bytes
    entries: str
    words: Sequence[str] = ()
    turn: int = 0


def jpeg(data: bytes, words: Sequence[str] = (), turn: int = 0) -> Page:
    """A page from a JPEG file, baseline or progressive, grey or in colour."""
    with Image.open(io.BytesIO(data)) as picture:
        space = "/DeviceGray" if picture.mode == "L" else "/DeviceRGB"
        size = f"/Width {picture.width} /Height {picture.height}"
    return Page(
        data, f"{size} /ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode", words, turn
    )


def jpeg2000(data: bytes) -> Page:
    """A page from a JPEG 2000 file."""
    with Image.open(io.BytesIO(data)) as picture:
        size = f"/Width {picture.width} /Height {picture.height}"
    return Page(data, f"{size} /Filter /JPXDecode")


def group4(picture: Image.Image) -> Page:
    """A page from a picture of mode 1, compressed as fax machines and scanners do."""
    file = io.BytesIO()
    picture.save(file, "TIFF", compression="group4", tiffinfo={278: picture.height})
    with Image.open(file) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[273], tags[279]
        black_is_zero = tags[262] == 1  # a fax has black runs and white ones: here, of ones
    size = f"/Width {picture.width} /Height {picture.height}"
    parameters = f"<</K -1 /Columns {picture.width} /Rows {picture.height}>>"
    decode = "/Decode [1 0]" if black_is_zero else ""
    return Page(
        file.getvalue()[start : start + length],
        f"{size} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
        f"/DecodeParms {parameters} {decode}",
    )


def write(path: Path, pages: Sequence[Page]) -> None:
    """Write a PDF of these pages."""
    width, height = A4_POINTS
    kids = " ".join(f"{4 + 3 * number} 0 R" for number in range(len(pages)))
    bodies = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Kids [{kids}] /Count {len(pages)}>>".encode(),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    ]
    for number, page in enumerate(pages):
        at = 4 + 3 * number
        bodies.append(
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {page.turn} "
            f"/Contents {at + 1} 0 R /Resources <</XObject <</Im0 {at + 2} 0 R>> "
            f"/Font <</F1 3 0 R>>>>>>".encode()
        )
        bodies.append(_stream(_content(page.words), ""))
        bodies.append(_stream(page.data, f"/Type /XObject /Subtype /Image {page.entries}"))
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(bodies, start=1):
            places.append(file.tell())
            file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        table = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
        file.writelines(b"%010d 00000 n \n" % place for place in places)
        file.write(b"trailer <</Size %d /Root 1 0 R>>\n" % (len(bodies) + 1))
        file.write(b"startxref\n%d\n%%%%EOF\n" % table)


def _content(words: Sequence[str]) -> bytes:
    width, height = A4_POINTS
    content = f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q"
    if words:
        lines = " ".join(f"({line}) Tj T*" for line in words)
        content += f"\nBT 3 Tr /F1 10 Tf 14 TL 56 780 Td {lines} ET"
    return content.encode("ascii")


def _stream(data: bytes, entries: str) -> bytes:
    return f"<<{entries} /Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"
