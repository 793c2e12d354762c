"""An object that no table names is seen all the same."""

from __future__ import annotations

import re

from pyhanko.stamp import StaticStampStyle

from app.seal.verify.document import verify
from app.seal.verify.verdict import Verdict
from tests.seal.verify import sealed as desk
from tests.seal.verify.forged import sealed_with

BLANK = StaticStampStyle(border_width=0)


def with_stray(pdf: bytes) -> bytes:
    """Another page of the first one's number, which no table points to, and the old end again."""
    page = re.search(rb"(\d+) 0 obj\s*<<\s*/Type /Page\b", pdf)
    number = int(page[1]) if page else 3
    (*_, table) = re.findall(rb"startxref\s+(\d+)", pdf)
    other = b"%d 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n" % number
    return pdf + other + b"startxref\n%d\n%%%%EOF\n" % int(table)


def test_a_stray_object_under_a_further_seal_is_told() -> None:
    first, second = verify(
        sealed_with(with_stray(desk.sealed()), BLANK, (9, 9, 99, 99)), desk.trust()
    ).seals
    assert (first.verdict, first.reason) == (Verdict.ADDED_AFTER, "CONTENT")
    assert second.verdict.good


def test_a_further_seal_leaves_none() -> None:
    assert verify(desk.sealed_twice(), desk.trust()).good
    assert verify(sealed_with(desk.sealed(), BLANK, (9, 9, 99, 99)), desk.trust()).good
