"""Forgeries of a sealed form by what may follow it, and by its structure."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import BaseStampStyle

from app.seal.binding import BoundAttributes
from app.seal.document import SealWriter
from app.seal.signer import Certificates
from tests.seal import pki
from tests.seal.verify import sealed as desk

OTHER_PAGE = b"0 0 1 rg 50 50 400 600 re f"


def wrapped(pdf: bytes) -> bytes:
    """The signed bytes pulled asunder, another page and a table of objects put between them.

    The old end of the file points to where its table stood, which is now in the part that nobody
    signed; another signature object is claimed to fill that part to the last byte.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    signature = reader.embedded_regular_signatures[0]
    _, length, rest, remaining = (int(number) for number in signature.byte_range)
    tail = pdf[rest:]
    table = int(_found(rb"startxref\s+(\d+)", tail))
    moved = rest + 6000
    cms = signature.pkcs7_content.rstrip(b"\0").ljust((moved - length - 2) // 2, b"\0")
    value = b"/Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 %d %d %d] /Contents (%s)" % (
        length, moved, remaining, _escaped(cms),
    )  # fmt: skip
    content = int(_found(rb"/Size (\d+)", tail))
    page = reader.root["/Pages"]["/Kids"][0]
    made = bytearray(pdf[:length] + b"<00>\n")
    entries = _entries(tail)
    for number, body in (
        (signature.sig_field.raw_get("/V").idnum, b"<< %s >>" % value),
        (page.container_ref.idnum, _written(page, content)),
        (content, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(OTHER_PAGE), OTHER_PAGE)),
    ):
        entries[number] = b"%010d 00000 n " % len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    assert len(made) <= table
    made = made.ljust(table) + b"xref\n"
    for number, entry in sorted(entries.items()):
        made += b"%d 1\n%s\n" % (number, entry)
    trailer = _found(rb"(trailer.*?)startxref", tail)
    made += (
        trailer.replace(b"/Size %d" % content, b"/Size %d" % (content + 1))
        + b"startxref\n%d\n%%%%EOF\n" % table
    )
    assert len(made) <= moved
    return bytes(made.ljust(moved) + tail)


def overlaid(pdf: bytes, kind: str | None, rect: tuple[float, ...] = (0, 0, 595, 842)) -> bytes:
    """A signature field drawn over the whole page; its value is of a kind that nobody verifies.

    :param kind: of the value; None for a field that is empty.
    """
    writer = SealWriter(io.BytesIO(pdf))
    drawn = generic.StreamObject(stream_data=OTHER_PAGE)
    drawn.update({pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): _numbers(rect[:4])})
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    told: dict[str, Any] = {
        "/FT": pdf_name("/Sig"), "/T": generic.TextStringObject("later"),
        "/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Widget"),
        "/F": generic.NumberObject(4), "/Rect": _numbers(rect),
        "/AP": generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)}),
    }  # fmt: skip
    if kind is not None:
        whole = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0].pkcs7_content
        value: dict[str, Any] = {
            "/Type": pdf_name(kind), "/Contents": generic.ByteStringObject(whole),
            "/ByteRange": _numbers((0, 1, 2, 3)),
        }  # fmt: skip
        told["/V"] = writer.add_object(_dictionary(value))
    ref = writer.add_object(_dictionary(told))
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(ref)
    writer.update_container(fields)
    page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), ref])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def sealed_with(pdf: bytes, style: BaseStampStyle, box: tuple[int, int, int, int]) -> bytes:
    """Another registered seal put on by its holder, with a program of their own."""
    issued = pki.seal_key()
    signer = SimpleSigner.load_pkcs12_data(issued.p12(), [], pki.PIN.encode())
    binding = desk.bound(seal_id=desk.SECOND)
    signer.signed_attr_prov_spec = BoundAttributes(binding, Certificates([issued.certificate]))
    meta = PdfSignatureMetadata(field_name="other", subfilter=SigSeedSubFilter.PADES)
    writer = SealWriter(io.BytesIO(pdf))
    new = SigFieldSpec("other", on_page=0, box=box)
    made = PdfSigner(meta, signer, stamp_style=style, new_field_spec=new)
    return bytes(asyncio.run(made.async_sign_pdf(writer)).getvalue())


def _numbers(given: Iterable[float]) -> generic.ArrayObject:
    return generic.ArrayObject([generic.NumberObject(one) for one in given])


def _dictionary(told: Mapping[str, generic.PdfObject]) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(key): value for key, value in told.items()})


def _written(page: generic.DictionaryObject, content: int) -> bytes:
    other = generic.DictionaryObject({key: page.raw_get(key) for key in page})
    other[pdf_name("/Contents")] = generic.IndirectObject(content, 0, None)
    out = io.BytesIO()
    other.write_to_stream(out, None)
    return out.getvalue()


def _entries(tail: bytes) -> dict[int, bytes]:
    """The table of the last revision: its lines by the number of the object."""
    found: dict[int, bytes] = {}
    number = 0
    for line in _found(rb"xref\n(.*?)trailer", tail).splitlines():
        if line.endswith((b"n ", b"f ")):
            found[number] = line
            number += 1
        else:
            number = int(line.split()[0])
    return found


def _found(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text, re.DOTALL)
    assert found is not None
    return found[1]


def _escaped(data: bytes) -> bytes:
    marks: Mapping[bytes, bytes] = {b"\\": rb"\\", b"(": rb"\(", b")": rb"\)", b"\r": rb"\r"}
    return re.sub(rb"[\\()\r]", lambda found: marks[found[0]], data)
