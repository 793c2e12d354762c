"""A small file that is made to be read for ever is told at once."""

from __future__ import annotations

import io
import zlib

import pytest

from app.seal.document import SealWriter
from app.seal.verify.document import verify
from app.seal.verify.verdict import Verdict
from tests.seal.verify import sealed as desk

MIB = 1 << 20


def bomb(mib: int) -> bytes:
    """So many MiB of nothing, as zlib packs them: one is packed, and stands as often as wanted."""
    packer = zlib.compressobj(9)
    packed = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    head, one = packed[:2], packed[2:]
    adler32 = (mib * MIB % 65521) << 16 | 1
    return head + one * mib + b"\x03\x00" + adler32.to_bytes(4, "big")


MANY = b" ".join(b"/A%d 4 0 R" % number for number in range(60))
FORM = b"<< /Subtype /Form /Length 0 /Resources << /XObject << %s >> >> >>\nstream\n\nendstream"
BOMB = bomb(300)
MASK = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(BOMB), BOMB)
PAGE = b"<< /Type /Page /Resources << /XObject << %s >> >> >>" % MANY


def written(*objects: bytes, last: bytes = b"") -> bytes:
    """A file of these objects, the first one its root; ``last`` stands in its trailer."""
    out = bytearray(b"%PDF-1.7\n")
    table = [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, 1):
        table.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    told = b"<< /Size %d /Root 1 0 R %s >>" % (len(table), last.replace(b"SELF", b"%d" % at))
    out += b"xref\n0 %d\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        len(table), b"".join(table), told, at,
    )  # fmt: skip
    return bytes(out)


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
KIDS = b"<< /Type /Pages /Kids [%s] /Count 1 >>"
ENDLESS = {
    "a table before itself": written(ROOT, KIDS % b"", last=b"/Prev SELF"),
    "pages that are their own kids": written(ROOT, KIDS % b"2 0 R 2 0 R"),
    "forms that draw themselves": written(ROOT, KIDS % b"3 0 R", PAGE, FORM % MANY),
    "a mask of 300 MB": written(
        ROOT, KIDS % b"3 0 R", PAGE, b"<< /SMask 5 0 R /Length 0 >>\nstream\n\nendstream", MASK
    ),
    "a field that is its own kid": written(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>",
        KIDS % b"",
        b"<< /T (a) /FT /Sig /Kids [3 0 R 3 0 R] >>",
    ),
    "a root that is itself": written(b"1 0 R", KIDS % b""),
    "lists in lists": written(b"<< /X " + b"[" * 200_000 + b" >>", KIDS % b""),
}


def test_the_mask_of_300_mb_is_one() -> None:
    packed = zlib.decompressobj()
    assert len(packed.decompress(bomb(3))) == 3 * MIB
    assert packed.eof


@pytest.mark.timeout(20)
@pytest.mark.parametrize("made", ENDLESS)
def test_what_turns_in_circles_is_left(made: str) -> None:
    assert not verify(ENDLESS[made], desk.trust()).good


@pytest.mark.timeout(60)
def test_a_sealed_file_of_countless_revisions_is_not_looked_into() -> None:
    data = desk.sealed()
    for _ in range(60):
        writer = SealWriter(io.BytesIO(data))
        writer.update_root()  # type: ignore[no-untyped-call]
        out = io.BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
        data = out.getvalue()
    (one,) = verify(data, desk.trust()).seals
    assert one.verdict is Verdict.UNREADABLE
