"""Every way in which an exchange can go wrong has its name."""

from __future__ import annotations

import asyncio
import gzip
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.sync.errors import (
    AmbiguousTimeout,
    ApiProblem,
    Garbage,
    ServerTrouble,
    SyncError,
    TlsRefused,
    Unreachable,
)
from app.sync.http import HttpPipe, Timeouts
from tests.sync.certificates import DAY, Authority
from tests.sync.hostile import Hostile, Reply, as_json, problem

PATIENT = Timeouts(connect=20, stall=20)
"""For what comes in its own time: a machine may be busy."""


def fetch(
    address: str,
    method: str = "GET",
    ssl_context: Any = None,
    timeouts: Timeouts = PATIENT,
    **request: Any,
) -> bytes:
    async def go() -> bytes:
        pipe = HttpPipe(address, timeouts=timeouts, ssl_context=ssl_context)
        try:
            return (await pipe.fetch(method, "/x", **({"limit": 1000} | request)))[1]
        finally:
            await pipe.aclose()

    return asyncio.run(go())


def refused(address: str, kind: type[SyncError], code: str, **request: Any) -> SyncError:
    with pytest.raises(kind) as caught:
        fetch(address, **request)
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert caught.value.words("zh_CN") != code, "no Chinese words"
    assert caught.value.words("en") != code, "no English words"
    return caught.value


def test_a_body_arrives(hostile: Hostile) -> None:
    hostile.answer["/x"] = as_json({"a": 1})
    assert fetch(hostile.url) == b'{"a": 1}'


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    refused(f"http://127.0.0.1:{port}", Unreachable, "UNREACHABLE", method="POST")


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(silent=True), "CUT_OFF"),
        (Reply(body=b"{}", cut_after=1), "CUT_OFF"),
        (Reply(body=b"{}", declared=99, cut_after=2), "CUT_OFF"),
        (Reply(body=b"{}", stall_after=1), "STALLED"),
    ],
)
def test_an_answer_that_does_not_come_is_ambiguous_where_that_matters(
    hostile: Hostile, reply: Reply, code: str, repeatable: bool
) -> None:
    hostile.answer["/x"] = reply
    waits = PATIENT if reply.stall_after is None else Timeouts(connect=20, stall=0.3)
    if repeatable:
        refused(hostile.url, Unreachable, code, timeouts=waits)
    else:
        refused(
            hostile.url, AmbiguousTimeout, "AMBIGUOUS",
            method="POST", repeatable=False, timeouts=waits,
        )  # fmt: skip


def test_a_slow_answer_that_keeps_coming_is_not_cut(hostile: Hostile) -> None:
    hostile.answer["/x"] = Reply(body=b"{     }", drip=0.4)
    assert fetch(hostile.url, timeouts=Timeouts(connect=20, stall=2)) == b"{     }"


def test_redirects_are_not_followed(hostile: Hostile) -> None:
    hostile.answer["/x"] = Reply(302, headers={"Location": "/y"})
    refused(hostile.url, Garbage, "REDIRECTED")
    assert hostile.paths() == ["/x"]


def test_an_endless_answer_is_cut_off(hostile: Hostile) -> None:
    hostile.answer["/x"] = Reply(body=b"x" * 5000)
    refused(hostile.url, Garbage, "ANSWER_TOO_LARGE")
    bomb = Reply(body=gzip.compress(b"x" * 5000), headers={"Content-Encoding": "gzip"})
    hostile.answer["/x"] = bomb
    refused(hostile.url, Garbage, "ANSWER_TOO_LARGE")


def test_a_broken_encoding_is_garbage(hostile: Hostile) -> None:
    hostile.answer["/x"] = Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"})
    refused(hostile.url, Garbage, "GARBAGE")


def test_problems_keep_code_and_parameters(hostile: Hostile) -> None:
    hostile.answer["/x"] = problem(409, "NEW_VERSION", version="3")
    with pytest.raises(ApiProblem) as caught:
        fetch(hostile.url)
    assert (caught.value.status, caught.value.code) == (409, "NEW_VERSION")
    assert caught.value.params == {"version": "3"}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, b"<html>", kind="text/html"),
        Reply(400, b'{"code":"X"}', kind="application/json"),
        Reply(403, b"{not json", kind="application/problem+json"),
        Reply(403, b'{"status":"many"}', kind="application/problem+json"),
    ],
)
def test_a_refusal_that_is_no_problem_document_is_garbage(hostile: Hostile, reply: Reply) -> None:
    hostile.answer["/x"] = reply
    refused(hostile.url, Garbage, "GARBAGE")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("1e9", 3600), ("-1", 0), ("nan", None), ("soon", None),
     ("Thu, 01 Jan 1970 00:00:00 GMT", 0), (None, None)],
)  # fmt: skip
def test_a_busy_server_is_given_its_time(
    hostile: Hostile, header: str | None, seconds: float | None
) -> None:
    headers = {"Retry-After": header} if header else {}
    hostile.answer["/x"] = Reply(429, b"", headers=headers)
    caught = refused(hostile.url, ServerTrouble, "SERVER_BUSY")
    assert isinstance(caught, ServerTrouble)
    assert caught.retry_after == seconds
    hostile.answer["/x"] = Reply(503, b"<html>", kind="text/html", headers=headers)
    assert refused(hostile.url, ServerTrouble, "SERVER_TROUBLE").retryable


def test_a_lock_out_is_told_rather_than_waited_for(hostile: Hostile) -> None:
    hostile.answer["/x"] = problem(429, "LOCKED_OUT", minutes="15")
    with pytest.raises(ApiProblem) as caught:
        fetch(hostile.url)
    assert caught.value.params == {"minutes": "15"}


def test_tls_refusals_have_words(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    cases = [
        (authority.server(ends=-DAY), "TLS_EXPIRED"),
        (authority.server(self_signed=True), "TLS_SELF_SIGNED"),
        (authority.server("zc.example.cn"), "TLS_WRONG_HOST"),
        (Authority(tmp_path).server(), "TLS_UNKNOWN_ISSUER"),
    ]
    for context, code in cases:
        with Hostile(context) as server:
            refused(server.url, TlsRefused, code, ssl_context=authority.client())
            assert server.heard == []
    with Hostile(authority.server(ends=timedelta(hours=1))) as server:
        server.answer["/x"] = as_json({})
        assert fetch(server.url, ssl_context=authority.client()) == b"{}"


def test_tls_to_a_server_without_it(hostile: Hostile, tmp_path: Path) -> None:
    address = hostile.url.replace("http:", "https:")
    refused(
        address,
        TlsRefused,
        "TLS_HANDSHAKE",
        ssl_context=Authority(tmp_path).client(),
        timeouts=Timeouts(connect=2, stall=20),
    )


def test_the_system_store_does_not_trust_a_stranger(tmp_path: Path) -> None:
    with Hostile(Authority(tmp_path).server(self_signed=True)) as server:
        refused(server.url, TlsRefused, "TLS_SELF_SIGNED")
