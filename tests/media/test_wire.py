"""What the worker says is checked before it is believed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from app.media.facts import DocumentInfo, DocumentKind, PageSize
from app.media.geometry import Clip
from app.media.look import Look
from app.media.prints import Prints
from app.media.problems import MediaProblem, ProblemCode
from app.media.route import Route, SourceRect
from app.media.source import DocumentSource
from app.media.text import PageText, Word
from app.media.wire import (
    Op,
    PageReply,
    Reply,
    Request,
    WireError,
    bytes_read,
    decode_reply,
    decode_request,
    encode_reply,
    encode_request,
    split,
)

SOURCE = DocumentSource("key", Path("/a/学历\udc80.pdf"), "学历.pdf", b"\x01" * 32, "image/jpeg")


def page(full: tuple[int, int], part: Clip, stride: int, size: int, **other: Any) -> PageReply:
    rect = other.get("rect", SourceRect(0, 0, *part[2:]))
    width, height = other.get("pixels", part[2:])
    notice = other.get("notice")
    return PageReply(*full, part, width, height, rect, Route.FAST, stride, size, "seg-1-2", notice)


PAGE = page((100, 50), Clip(10, 0, 20, 50), 80, 4000)


def test_requests_arrive_as_sent() -> None:
    request = Request(Op.RENDER, SOURCE, 3, 800, 90, Clip(1, 2, 3, 4), True, Look(black_white=True))
    op, number, body = split(encode_request(7, request))
    assert (number, decode_request(body, op)) == (7, request)


def test_the_key_is_not_in_the_representation() -> None:
    assert "01" not in repr(SOURCE)
    assert r"\x01" not in repr(SOURCE)


@pytest.mark.parametrize(
    "reply",
    [
        DocumentInfo(DocumentKind.PDF, "application/pdf", 9, 1, (PageSize(1.5, 2.5),)),
        MediaProblem(ProblemCode.TOO_LARGE, {"width": 3}, 4),
        PAGE,
        page((9, 9), Clip(0, 0, 9, 9), 36, 324, notice=MediaProblem(ProblemCode.PDF_EMPTY)),
        page((9, 9), Clip(0, 0, 9, 9), 20, 100, pixels=(5, 5), rect=SourceRect(0.5, 0, 4.5, 4.5)),
        PageText((Word("学历", (0.1, 0.2, 0.3, 0.04)), Word("b", (0, 0, 1, 1), "\n"))),
        Prints(3, ("a", "b")),
    ],
)
def test_replies_arrive_as_sent(reply: Reply) -> None:
    message = encode_reply(5, reply, 5 << 30)
    op, number, body = split(message)
    assert bytes_read(message) == 5 << 30
    assert (number, decode_reply(op, body)) == (5, reply)


@pytest.mark.parametrize(
    "said",
    [
        page((100, 50), Clip(90, 0, 20, 50), 80, 4000),
        page((100, 50), Clip(10, 0, 20, 50), 84, 4200),
        page((100, 50), Clip(10, 0, 20, 50), 80, 9000),
        page((100, 50), Clip(10, 0, 0, 50), 0, 0),
        page((9000, 9000), Clip(0, 0, 9000, 9000), 36_000, 324_000_000),
        page((100, 50), Clip(10, 0, 20, 50), 80, 4000, rect=SourceRect(0, 0, 20.5, 50)),
        page((100, 50), Clip(10, 0, 20, 50), 80, 4000, rect=SourceRect(math.nan, 0, 20, 50)),
    ],
)
def test_impossible_pages_are_refused(said: PageReply) -> None:
    op, _, body = split(encode_reply(1, said))
    with pytest.raises(WireError):
        decode_reply(op, body)


@pytest.mark.parametrize(
    "message",
    [b"", b"\x12", b"\xff\0\0\0\0", b"\x11" + bytes(12) + b"{}", b"\x12" + bytes(12) + b"short"],
)
def test_rubbish_is_refused(message: bytes) -> None:
    with pytest.raises(WireError):
        decode_reply(*split(message)[::2])
