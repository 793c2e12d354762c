"""What lies over a sealed page is a seal, or it is told."""

from __future__ import annotations

from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.stamp import StaticStampStyle, TextStampStyle

from app.seal.image import RED
from app.seal.verify.document import verify
from app.seal.verify.shown import nothing_but_a_seal
from app.seal.verify.verdict import Verdict
from tests.seal.verify import sealed as desk
from tests.seal.verify.forged import overlaid, sealed_with

PAGE = (0, 0, 595, 842)


@pytest.mark.parametrize("kind", ["/DocTimeStamp", "/Unknown", None])
@pytest.mark.parametrize("rect", [PAGE, (*PAGE, 0), (0, 0, 0, 0)])
def test_a_field_over_the_page_that_is_no_seal_is_told(
    kind: str | None, rect: tuple[float, ...]
) -> None:
    (one,) = verify(overlaid(desk.sealed(), kind, rect), desk.trust()).seals
    assert (one.verdict, one.reason) == (Verdict.ADDED_AFTER, "CONTENT")


def test_it_is_told_under_a_further_seal_too() -> None:
    blank = StaticStampStyle(border_width=0)
    forged = sealed_with(overlaid(desk.sealed(), "/DocTimeStamp"), blank, (9, 9, 99, 99))
    first, second = verify(forged, desk.trust()).seals
    assert (first.verdict, first.reason) == (Verdict.ADDED_AFTER, "CONTENT")
    assert second.verdict.good


def test_a_registered_seal_that_shows_words_is_told() -> None:
    words = TextStampStyle(stamp_text="不同意推荐", border_width=0)
    blank = RawContent(b"1 1 1 rg 0 0 300 300 re f", box=BoxConstraints(300, 300))
    for style in (words, StaticStampStyle(background=blank)):
        forged = sealed_with(desk.sealed(), style, (30, 30, 330, 330))
        first, second = verify(forged, desk.trust()).seals
        assert first.verdict.good
        assert (second.verdict, second.reason) == (Verdict.NOT_TRUSTED, "APPEARANCE")


def test_a_seal_as_large_as_the_page_is_told() -> None:
    forged = sealed_with(desk.sealed(), StaticStampStyle(border_width=0), PAGE)
    _first, second = verify(forged, desk.trust()).seals
    assert (second.verdict, second.reason) == (Verdict.NOT_TRUSTED, "APPEARANCE")


def made(
    content: bytes = b"q /Ink gs 9 0 0 9 0 0 cm /Seal Do Q",
    ink: bytes = bytes(RED),
    state: str = "/BM",
    entry: str = "/T",
    drawn: str = "/N",
) -> generic.DictionaryObject:
    """A field as ours is, but for one thing."""
    one = generic.NumberObject(1)
    mask = generic.StreamObject(stream_data=b"\xff")
    picture = {"/Subtype": pdf_name("/Image"), "/Width": one, "/Height": one, "/SMask": mask}
    form = {
        "/Subtype": pdf_name("/Form"),
        "/Resources": _dict({
            "/XObject": _dict({"/Seal": _stream(ink, picture)}),
            "/ExtGState": _dict({"/Ink": _dict({state: pdf_name("/Multiply")})}),
        }),
    }  # fmt: skip
    return _dict({
        entry: generic.TextStringObject("x"),
        "/FT": pdf_name("/Sig"),
        "/Rect": generic.ArrayObject([one] * 4),
        "/AP": _dict({drawn: _stream(content, form)}),
    })  # fmt: skip


def _dict(told: dict[str, Any]) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(key): value for key, value in told.items()})


def _stream(data: bytes, told: dict[str, Any]) -> generic.StreamObject:
    return generic.StreamObject(_dict(told), stream_data=data)


def test_our_own_drawing_is_one() -> None:
    assert nothing_but_a_seal(made())


@pytest.mark.parametrize(
    "changes",
    [
        {"content": b"q /Seal Do /Seal Do Q"},
        {"content": b"0 0 9 9 re f"},
        {"content": b"BT (word) Tj ET"},
        {"ink": b"\xff\xff\xff"},
        {"state": "/SMask"},
        {"entry": "/AA"},
        {"entry": "/Kids"},
        {"entry": "/OC"},
        {"drawn": "/D"},
    ],
)
def test_anything_else_in_it_is_none(changes: dict[str, bytes]) -> None:
    assert not nothing_but_a_seal(made(**changes))  # type: ignore[arg-type]
