"""Forgeries of a sealed form that take its structure apart; none needs the key of a seal."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

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
