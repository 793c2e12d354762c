"""A signature that leaves out more than itself holds nothing."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.seal.verify.document import verify
from app.seal.verify.gap import only_itself
from app.seal.verify.verdict import Verdict
from tests.seal.verify import sealed as desk
from tests.seal.verify.forged import OTHER_PAGE, wrapped


def test_a_page_put_between_the_signed_parts_is_told() -> None:
    forged = wrapped(desk.sealed())
    page = PdfFileReader(io.BytesIO(forged)).root["/Pages"]["/Kids"][0]
    assert page["/Contents"].data == OTHER_PAGE, "what a reader shows"
    (one,) = verify(forged, desk.trust()).seals
    assert (one.verdict, one.reason) == (Verdict.CHANGED, "COVERAGE")


@pytest.mark.parametrize(
    "byte_range",
    [
        (0, 2, 8, 2, 0),
        (0, 2, 8),
        (1, 1, 8, 2),
        (0, 2, 8, 3),
        (0, 2, 8, -1),
        (0, 2, 1, 9),
        (0, 3, 8, 2),
        (0, 2, 7, 3),
        (0, 0, 8, 2),
        (0, 2.0, 8, 2),
    ],
)
def test_other_ranges_than_all_but_the_signature_are_none(byte_range: tuple[int, ...]) -> None:
    data = b"ab<0102>cd"
    assert only_itself(data, (0, 2, 8, 2), b"\x01\x02")
    assert not only_itself(data, byte_range, b"\x01\x02")


@pytest.mark.parametrize("gap", [b"(0102)", b"<0103>", b"<01 02>", b"<01>\n2>", b"<010>", b"<0102"])
def test_the_gap_holds_the_digits_and_nothing_else(gap: bytes) -> None:
    data = b"ab" + gap + b"cd"
    assert not only_itself(data, (0, 2, 2 + len(gap), 2), b"\x01\x02")
