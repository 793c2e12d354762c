"""What the worker says is checked before it is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.media.facts import DocumentInfo, DocumentKind, PageSize
from app.media.geometry import Clip
from app.media.problems import MediaProblem, ProblemCode
from app.media.source import DocumentSource
from app.media.wire import (
    Op,
    PageReply,
    Request,
    WireError,
    decode_reply,
    decode_request,
    encode_reply,
    encode_request,
    split,
)

SOURCE = DocumentSource("key", Path("/a/学历\udc80.pdf"), "学历.pdf", b"\x01" * 32, "image/jpeg")
PAGE = PageReply(100, 50, Clip(10, 0, 20, 50), 80, 4000, "titledesk-page-1-2-3", None)


def test_requests_arrive_as_sent() -> None:
    request = Request(Op.RENDER, SOURCE, 3, 800, 90, Clip(1, 2, 3, 4))
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
        PageReply(9, 9, Clip(0, 0, 9, 9), 36, 324, "x", MediaProblem(ProblemCode.PDF_EMPTY)),
    ],
)
def test_replies_arrive_as_sent(reply: DocumentInfo | MediaProblem | PageReply) -> None:
    op, number, body = split(encode_reply(5, reply))
    assert (number, decode_reply(op, body)) == (5, reply)


@pytest.mark.parametrize(
    "said",
    [
        PageReply(100, 50, Clip(90, 0, 20, 50), 80, 4000, "n", None),
        PageReply(100, 50, Clip(10, 0, 20, 50), 84, 4200, "n", None),
        PageReply(100, 50, Clip(10, 0, 20, 50), 80, 9000, "n", None),
        PageReply(100, 50, Clip(10, 0, 0, 50), 0, 0, "n", None),
        PageReply(9000, 9000, Clip(0, 0, 9000, 9000), 36_000, 324_000_000, "n", None),
    ],
)
def test_impossible_pages_are_refused(said: PageReply) -> None:
    op, _, body = split(encode_reply(1, said))
    with pytest.raises(WireError):
        decode_reply(op, body)


@pytest.mark.parametrize(
    "message", [b"", b"\x12", b"\xff\0\0\0\0", b"\x11\0\0\0\0{}", b"\x12\0\0\0\0short"]
)
def test_rubbish_is_refused(message: bytes) -> None:
    with pytest.raises(WireError):
        decode_reply(*split(message)[::2])
