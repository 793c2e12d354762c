"""However a call fails, the answer is a problem document and shows nothing of the inside."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

import server_stub
from app.locate import resource
from app.protocol.messages import catalogue, has_message
from app.protocol.problems import Problem
from tests.server_stub.world import PASSWORD, World

BROKEN = "a secret of the inside"


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("GET", "/nowhere", {}, 404, "NOT_FOUND"),
        ("GET", "/v1/applications/none", {}, 404, "NOT_FOUND"),
        ("DELETE", "/v1/me", {}, 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/v1/auth/token", {"json": {"login": "x"}}, 422, "INVALID"),
        ("POST", "/v1/auth/token", {"content": b"{"}, 422, "INVALID"),
        ("POST", "/v1/ops", {"json": []}, 422, "INVALID"),
        ("GET", "/v1/changes?limit=0", {}, 422, "INVALID"),
        ("GET", "/v1/changes?limit=x", {}, 422, "INVALID"),
        ("GET", "/v1/applications/x/versions/y", {}, 422, "INVALID"),
    ],
)
def test_refusals(
    world: World, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    with world.client("gxchen") as client:
        answer = client.request(method, path, **options)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert (answer.status_code, problem.status, problem.code) == (status, status, code)
    assert problem.type == f"urn:titledesk:problem:{code.lower()}"
    assert problem.title == catalogue("zh_CN")[code]
    assert bool(problem.errors) == (code == "INVALID")


def test_a_refused_body_does_not_repeat_what_was_sent(world: World) -> None:
    with world.client() as client:
        body = {"login": "gxchen", "password": PASSWORD}
        answer = client.post("/v1/auth/token", json=body)
    assert answer.json()["errors"] == [{"where": "body.device_id", "message": "Field required"}]
    assert PASSWORD not in answer.text


def test_english_for_those_who_ask(world: World) -> None:
    with world.client() as client:
        answer = client.get("/v1/me", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert answer.json()["title"] == "Not signed in"


@pytest.mark.expect_log("server_stub")
def test_a_defect_is_logged_and_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError(BROKEN)

    with world.client("gxchen") as client:
        monkeypatch.setattr(world.server.db, "read", breaks)
        with caplog.at_level(logging.ERROR):
            answer = client.get("/v1/me")
        monkeypatch.undo()
    assert (answer.status_code, answer.json()["code"]) == (500, "SERVER_PROBLEM")
    assert answer.headers["content-type"] == "application/problem+json"
    assert BROKEN not in answer.text
    assert BROKEN in caplog.text


@pytest.mark.expect_log("server_stub")
def test_a_defect_in_one_operation_holds_one_case(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server_stub import deciding
    from tests.server_stub.acting import operation, send

    first, second = world.submit(), world.submit(number=2)
    whole = deciding.broken_rules

    def breaks(session: Any, server: Any, case: Any, *rest: Any) -> list[str]:
        if case.row.app_id == first:
            raise RuntimeError(BROKEN)
        return whole(session, server, case, *rest)

    monkeypatch.setattr(deciding, "broken_rules", breaks)
    with world.client("gxchen") as client:
        answer = send(client, operation(world, first, "gxchen"), operation(world, second, "gxchen"))
    outcomes = [(r["status"], r["code"]) for r in answer["results"]]
    assert outcomes == [("rejected", "SERVER_PROBLEM"), ("applied", None)]
    assert BROKEN not in str(answer)
    assert world.get(first)["status"] == "SUBMITTED"


def test_both_languages_have_the_same_words() -> None:
    files = [
        json.loads(resource("i18n", f"messages.server.{language}.json").read_text("utf-8"))
        for language in ("zh_CN", "en")
    ]
    assert files[0].keys() == files[1].keys()
    for code in files[0]:
        named = [set(re.findall(r"{(\w+)}", texts[code])) for texts in files]
        assert named[0] == named[1], code


def test_every_code_the_server_gives_has_words() -> None:
    """Codes are written in capitals between quotes wherever the server refuses something."""
    folder = Path(server_stub.__file__).parent
    sources = [*folder.glob("*.py"), *(folder / "import_folder").glob("*.py")]
    found = set()
    for source in sources:
        text = source.read_text("utf-8")
        found |= set(re.findall(r'ApiError\(\s*\d+,\s*"([A-Z_]+)"', text))
        found |= set(re.findall(r'"(IMPORT_[A-Z_]+)"', text))
        found |= set(re.findall(r'Verdict\(\s*ResultStatus\.\w+,\s*"([A-Z_]+)"', text))
    assert len(found) > 40
    assert [code for code in sorted(found) if not has_message(code)] == []


def test_a_body_has_a_limit(world: World) -> None:
    limit = world.server.settings.max_body_bytes
    with world.client("gxchen") as client:
        said = client.post("/v1/ops", content=b" " * (limit + 1))
        assert (said.status_code, said.json()["code"]) == (413, "TOO_LARGE")

        def pieces() -> Any:
            for _ in range(limit // 1_000_000 + 2):
                yield b" " * 1_000_000

        with pytest.raises(httpx.HTTPError):
            client.post("/v1/ops", content=pieces()).raise_for_status()
