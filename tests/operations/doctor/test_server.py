from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

from app.operations.doctor.server import check_server
from tests.sync.hostile import Hostile, Reply, as_json


def health(**by: float) -> Reply:
    now = datetime.now(UTC) + timedelta(**by)
    return as_json({"ok": True, "wire": 1, "server_time": now.isoformat()})


def test_a_server_that_answers() -> None:
    with Hostile() as server:
        server.answer["/v1/health"] = health()
        assert check_server(server.url, "zh_CN").ok


def test_a_clock_that_is_off_is_told() -> None:
    with Hostile() as server:
        server.answer["/v1/health"] = health(minutes=10)
        check = check_server(server.url, "zh_CN")
    assert check.code == "doctor.server.clock"
    assert check.params["offset"] == "+600"
    assert check.document("zh_CN")["remedy"]


def test_no_server_is_told_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    document = check_server(url, "en").document("en")
    assert not document["ok"]
    assert "cannot be reached" in document["detail"]
    assert url in document["remedy"]


def test_plain_http_elsewhere_is_told() -> None:
    assert "https" in check_server("http://zc.example.cn", "zh_CN").document("zh_CN")["detail"]


def test_no_address_is_no_fault() -> None:
    assert check_server(None, "zh_CN").ok
