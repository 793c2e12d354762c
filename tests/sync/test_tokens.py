from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from app.sync.client import ApiClient
from app.sync.errors import ApiProblem, SignedOutError, Unreachable
from app.sync.http import Timeouts
from app.sync.tokens import MemoryTokens, Session
from tests.sync.hostile import Heard, Hostile, Reply, as_json, problem

T = TypeVar("T")


def tokens(access: str, refresh: str) -> Reply:
    return as_json(
        {
            "access_token": access, "refresh_token": refresh, "expires_in": 600,
            "user_id": "u1", "server_time": "2026-03-01T08:00:00Z",
        }
    )  # fmt: skip


class Bench:
    """A session against a hostile server, with a refresh token in store."""

    def __init__(self, hostile: Hostile) -> None:
        self.hostile = hostile
        self.store = MemoryTokens()
        self.store.save("r1")
        self.good = {"a2"}
        hostile.answer["/v1/reasons"] = self._reasons

    def _reasons(self, heard: Heard) -> Reply:
        given = heard.headers.get("authorization", "").removeprefix("Bearer ")
        return as_json([]) if given in self.good else problem(401, "TOKEN_EXPIRED")

    def run(self, work: Callable[[Session], Awaitable[T]]) -> T:
        async def go() -> T:
            client = ApiClient(self.hostile.url, device_id="d1", timeouts=Timeouts(20, 20))
            try:
                return await work(Session(client, self.store))
            finally:
                await client.aclose()

        return asyncio.run(go())

    async def ask(self, session: Session) -> bytes:
        return await session.call(session.client.reasons)


@pytest.fixture
def bench(hostile: Hostile) -> Bench:
    return Bench(hostile)


def test_an_access_token_is_fetched_and_used_again(bench: Bench) -> None:
    bench.hostile.answer["/v1/auth/refresh"] = tokens("a2", "r2")

    async def twice(session: Session) -> None:
        await bench.ask(session)
        await bench.ask(session)
        assert session.user_id == "u1"

    bench.run(twice)
    assert bench.hostile.paths() == ["/v1/auth/refresh", "/v1/reasons", "/v1/reasons"]
    assert bench.hostile.heard[0].json() == {"refresh_token": "r1", "device_id": "d1"}
    assert bench.store.load() == "r2"


def test_one_refresh_serves_many_waiters(bench: Bench) -> None:
    bench.hostile.answer["/v1/auth/refresh"] = [tokens("stale", "r2"), tokens("a2", "r3")]

    async def many(session: Session) -> None:
        await asyncio.gather(*(bench.ask(session) for _ in range(6)))

    bench.run(many)
    assert bench.hostile.paths().count("/v1/auth/refresh") == 2
    assert bench.store.load() == "r3"


def test_a_lost_refresh_answer_is_asked_for_again_with_the_same_token(bench: Bench) -> None:
    bench.hostile.answer["/v1/auth/refresh"] = [Reply(silent=True), tokens("a2", "r2")]

    async def again(session: Session) -> None:
        with pytest.raises(Unreachable):
            await bench.ask(session)
        assert bench.store.load() == "r1"
        await bench.ask(session)

    bench.run(again)
    asked = [h.json()["refresh_token"] for h in bench.hostile.heard if "refresh" in h.path]
    assert asked == ["r1", "r1"]


@pytest.mark.parametrize("code", ["TOKEN_REVOKED", "TOKEN_MISSING"])
def test_a_revoked_session_is_over(bench: Bench, code: str) -> None:
    bench.hostile.answer["/v1/auth/refresh"] = problem(401, code)

    async def over(session: Session) -> None:
        with pytest.raises(SignedOutError) as caught:
            await bench.ask(session)
        assert caught.value.code == code
        with pytest.raises(SignedOutError) as caught:
            await bench.ask(session)
        assert caught.value.code == "SIGN_IN_NEEDED"

    bench.run(over)
    assert bench.store.load() is None


def test_trouble_at_refresh_keeps_the_token(bench: Bench) -> None:
    bench.hostile.answer["/v1/auth/refresh"] = problem(422, "INVALID")

    async def trouble(session: Session) -> None:
        with pytest.raises(ApiProblem):
            await bench.ask(session)

    bench.run(trouble)
    assert bench.store.load() == "r1"


def test_a_token_that_is_refused_for_ever_does_not_loop(bench: Bench) -> None:
    bench.hostile.answer["/v1/auth/refresh"] = tokens("never good", "r2")

    async def ask(session: Session) -> None:
        with pytest.raises(SignedOutError):
            await bench.ask(session)

    bench.run(ask)
    assert bench.hostile.paths().count("/v1/auth/refresh") == 2


def test_signing_out_forgets_even_when_the_server_is_silent(bench: Bench) -> None:
    bench.hostile.answer["/v1/auth/revoke"] = Reply(silent=True)

    async def leave(session: Session) -> None:
        with pytest.raises(Unreachable):
            await session.sign_out()
        assert not session.can_resume

    bench.run(leave)
    assert bench.store.load() is None
