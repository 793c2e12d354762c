"""What a file says about its seals beside the verdict: how far each reaches, whose it is."""

from __future__ import annotations

from app.seal.verify.details import details
from tests.seal.verify import sealed


def test_a_seal_reaches_to_the_end_and_names_its_certificate() -> None:
    pdf = sealed.sealed()
    (one,) = details(pdf).values()
    assert one.whole
    assert (one.covered, one.total) == (len(pdf), len(pdf))
    assert one.pages == one.all_pages >= 1
    assert one.info is not None
    assert one.info.algorithm == "P-256"
    assert one.info.stand_in


def test_an_earlier_seal_reaches_to_the_later_one() -> None:
    first, second = details(sealed.sealed_twice()).values()
    assert not first.whole
    assert second.whole
    assert first.covered < second.covered == second.total


def test_what_came_after_is_not_covered() -> None:
    pdf = sealed.sealed()
    (one,) = details(sealed.trailing(pdf)).values()
    assert one.covered == len(pdf) < one.total


def test_what_is_no_whole_pdf_has_no_details() -> None:
    pdf = sealed.sealed()
    assert details(b"no pdf") == {}
    assert details(pdf[: len(pdf) // 2]) == {}
    assert details(sealed.unsealed()) == {}
