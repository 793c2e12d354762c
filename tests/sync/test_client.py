from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.protocol.operations import OperationBatch
from app.sync.client import ApiClient
from app.sync.errors import AmbiguousTimeout, Garbage, NewerProtocol, SyncError
from app.sync.http import Timeouts
from tests.sync.hostile import Hostile, Reply, as_json

NOW = "2031-05-06T07:08:09Z"


def ask(hostile: Hostile, work: Callable[[ApiClient], Awaitable[Any]]) -> Any:
    async def go() -> Any:
        client = ApiClient(hostile.url, device_id="d1", timeouts=Timeouts(20, 20))
        try:
            return await work(client), client.clock.now()
        finally:
            await client.aclose()

    return asyncio.run(go())


def fails(hostile: Hostile, kind: type[SyncError], work: Callable[[ApiClient], Any]) -> str:
    with pytest.raises(kind) as caught:
        ask(hostile, work)
    return caught.value.words("zh_CN")


def test_a_newer_server_is_named_as_such(hostile: Hostile) -> None:
    hostile.answer["/v1/health"] = as_json({"ok": True, "wire": 2, "server_time": NOW})
    assert "2" in fails(hostile, NewerProtocol, lambda client: client.health())


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>Wi-Fi</html>", kind="text/html"),
        Reply(body=b"{", kind="application/json"),
        Reply(body=b'{"ok":"perhaps"}', kind="application/json"),
        Reply(body=b'{"ok":true,"wire":1}', kind=""),
    ],
)
def test_what_is_not_our_server_is_garbage(hostile: Hostile, reply: Reply) -> None:
    hostile.answer["/v1/health"] = reply
    fails(hostile, Garbage, lambda client: client.health())


def test_the_clock_learns_from_answers(hostile: Hostile) -> None:
    hostile.answer["/v1/health"] = as_json({"ok": True, "wire": 1, "server_time": NOW})
    hostile.answer["/v1/claims"] = as_json({"results": [], "server_time": NOW})
    _, now = ask(hostile, lambda client: client.claim("token", ["a1"]))
    assert abs((now - datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)).total_seconds()) < 5
    assert hostile.heard[0].json() == {"app_ids": ["a1"], "device_id": "d1"}


def test_operations_leave_as_the_bytes_that_were_written(hostile: Hostile) -> None:
    hostile.answer["/v1/ops"] = as_json({"results": [], "server_time": NOW, "epoch": "e"})
    text = '{"v":1,"op_id":"1","new":1.0,"name":"𠮷"}'
    batch = OperationBatch(device_id="d1", log_seq=4, log_head="ab", ops=[text])
    ask(hostile, lambda client: client.send_ops("token", batch))
    assert hostile.heard[0].json()["ops"] == [text]
    assert hostile.heard[0].headers["authorization"] == "Bearer token"


def test_a_lost_receipt_for_operations_is_ambiguous(hostile: Hostile) -> None:
    hostile.answer["/v1/ops"] = Reply(silent=True)
    batch = OperationBatch(device_id="d1", ops=[])
    fails(hostile, AmbiguousTimeout, lambda client: client.send_ops("token", batch))


def test_a_page_that_lies_is_garbage(hostile: Hostile) -> None:
    hostile.answer["/v1/changes"] = as_json({"changes": [{}], "cursor": "c"})
    fails(hostile, Garbage, lambda client: client.changes("token", "c0", 10))
    assert hostile.heard[0].query == "limit=10&cursor=c0"
