"""Files that were made to hurt, or look as if they had been."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from tests.media import samples

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%b>>"


def write_all(folder: Path) -> dict[str, Path]:
    """Every hostile file, by what it is."""
    found = {}
    for name, make in MAKERS.items():
        path = folder / name
        make(path)
        found[name] = path
    return found


def pdf(path: Path, page: bytes, *more: bytes) -> None:
    """A PDF of one page with these entries; `more` are objects 4 and up. No table: it is mended."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE % page,
        *more,
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % one for one in enumerate(objects, start=1))
    path.write_bytes(b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


def _inflating(path: Path) -> None:
    """A page whose content is half a gigabyte of nothing, packed twice."""
    packed = zlib.compress(_packed_often(b"0 g " * (1 << 20), 128), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode]"
    pdf(path, b"/Contents 4 0 R", stream(packed, filters))


def _packed_often(data: bytes, times: int) -> bytes:
    """A zlib stream of the data that many times over, packed once (RFC 1950 §2.2)."""
    packer = zlib.compressobj(1, wbits=-15)
    block = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)  # refers to nothing before it
    check = 1
    for _ in range(times):
        check = zlib.adler32(data, check)
    return b"\x78\x01" + block * times + b"\x03\x00" + check.to_bytes(4, "big")


def _huge_picture(path: Path) -> None:
    """A page with a picture that claims 60,000 by 60,000 pixels."""
    entries = (
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/FlateDecode"
    )
    picture = stream(zlib.compress(b"\x80" * 4_000_000), entries)
    content = stream(b"600 0 0 800 0 0 cm /Im0 Do")
    pdf(path, b"/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>", content, picture)


def _lying_scan(path: Path) -> None:
    """A page whose JPEG says another size than its dictionary."""
    data = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(data, "JPEG")
    entries = (
        b"/Type/XObject/Subtype/Image/Width 6000/Height 80/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode"
    )
    content = stream(b"600 0 0 800 0 0 cm /Im0 Do")
    pdf(
        path,
        b"/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>",
        content,
        stream(data.getvalue(), entries),
    )


def form_in_itself(path: Path) -> None:
    """A form that draws itself twice."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F 5 0 R>>>>"
    pdf(
        path,
        b"/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>",
        stream(b"/F Do"),
        stream(b"/F Do /F Do", entries),
    )


def _pages_in_pages(path: Path) -> None:
    """A tree of pages that is its own branch."""
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def _million_pages(path: Path) -> None:
    """A small file that says a million pages, all the same one."""
    kids = b"3 0 R " * 20_000
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count 1000000>>endobj\n"
        b"3 0 obj" + _PAGE % b"" + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def _claiming_jpeg(path: Path) -> None:
    """A JPEG whose frame says 65,500 by 65,500."""
    data = io.BytesIO()
    Image.effect_noise((64, 64), 60).save(data, "JPEG")
    body = bytearray(data.getvalue())
    at = body.index(b"\xff\xc0")
    body[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    path.write_bytes(body)


def _cut_jpeg(
    share: float, mode: str = "RGB", *, progressive: bool = False
) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        data = io.BytesIO()
        picture = Image.effect_noise((600, 800), 60).convert(mode)
        picture.save(data, "JPEG", quality=85, progressive=progressive)
        path.write_bytes(data.getvalue()[: int(len(data.getvalue()) * share)])

    return make


def _cut_scan(path: Path) -> None:
    """A scan whose JPEG breaks off in a file that is whole."""
    data = io.BytesIO()
    Image.effect_noise((600, 800), 60).convert("RGB").save(data, "JPEG", quality=85)
    half = data.getvalue()[: len(data.getvalue()) // 2]
    entries = (
        b"/Type/XObject/Subtype/Image/Width 600/Height 800/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode"
    )
    content = stream(b"600 0 0 800 0 0 cm /Im0 Do")
    pdf(
        path, b"/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>", content, stream(half, entries)
    )


def _hundred_megapixels(path: Path) -> None:
    Image.new("1", (10_000, 10_000), 1).save(path, "PNG")


def _hundred_megapixel_jpeg(path: Path) -> None:
    Image.new("L", (10_000, 10_000), 200).save(path, "JPEG", quality=40)


def _endless_tiff(path: Path) -> None:
    """A TIFF whose second frame is its first."""
    file = io.BytesIO()
    Image.new("L", (90, 90), 255).save(file, "TIFF")
    data = bytearray(file.getvalue())
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * entries, first)
    path.write_bytes(data)


MAKERS: Mapping[str, Callable[[Path], object]] = {
    "empty.pdf": lambda path: path.write_bytes(b""),
    "empty.jpg": lambda path: path.write_bytes(b""),
    "one byte.pdf": lambda path: path.write_bytes(b"%"),
    "head only.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n"),
    "pdf named picture.jpg": lambda path: samples.text_pdf(path),
    "picture named pdf.pdf": lambda path: samples.photo(path),
    "text named pdf.pdf": lambda path: path.write_text("学历证书", "utf-8"),
    "locked.pdf": lambda path: samples.text_pdf(path, encrypt="secret"),
    "no pages.pdf": samples.no_pages_pdf,
    "tall.pdf": lambda path: samples.wild_pdf(path, "0 0 600 2147483648"),
    "wide.pdf": lambda path: samples.wild_pdf(path, "0 0 2147483648 800"),
    "flat.pdf": lambda path: samples.wild_pdf(path, "0 0 600 0"),
    "not a number.pdf": lambda path: samples.wild_pdf(path, "0 0 nan inf"),
    "inflating.pdf": _inflating,
    "huge picture.pdf": _huge_picture,
    "lying scan.pdf": _lying_scan,
    "cut scan.pdf": _cut_scan,
    "form in itself.pdf": form_in_itself,
    "pages in pages.pdf": _pages_in_pages,
    "million pages.pdf": _million_pages,
    "bomb.png": samples.bomb_png,
    "claiming.jpg": _claiming_jpeg,
    "cut at the start.jpg": _cut_jpeg(0.01),
    "cut early.jpg": _cut_jpeg(0.1),
    "cut late.jpg": _cut_jpeg(0.99),
    "cut grey.jpg": _cut_jpeg(0.5, "L"),
    "cut printed.jpg": _cut_jpeg(0.5, "CMYK"),
    "cut progressive.jpg": _cut_jpeg(0.5, progressive=True),
    "printed.jpg": _cut_jpeg(1.0, "CMYK"),
    "hundred megapixels.png": _hundred_megapixels,
    "hundred megapixels.jpg": _hundred_megapixel_jpeg,
    "endless.tif": _endless_tiff,
}
"""What makes each, by its name."""
