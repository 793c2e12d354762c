"""The client against the reference server, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from app.domain.model import Application
from app.store.sealed_file import SealedReader, SealedWriter
from app.sync.blob import BlobPipe, Stop
from app.sync.client import ApiClient
from app.sync.errors import ApiProblem, SignedOutError
from app.sync.tokens import MemoryTokens, Session
from tests.server_stub.world import PASSWORD, PDF, World, sha

T = TypeVar("T")
KEY = bytes(32)


def as_user(world: World, login: str, work: Callable[[Session], Awaitable[T]]) -> T:
    async def go() -> T:
        client = ApiClient(world.url, device_id="d1")
        session = Session(client, MemoryTokens())
        try:
            await session.sign_in(login, PASSWORD)
            return await work(session)
        finally:
            await client.aclose()

    return asyncio.run(go())


def test_signing_in_tells_who_one_is(world: World) -> None:
    async def who(session: Session) -> str:
        me = await session.call(session.client.me)
        assert session.user_id == me.account.user_id
        return me.account.name

    assert as_user(world, "gxchen", who) == "陈市场"


def test_a_wrong_password_counts_down(world: World) -> None:
    async def wrong() -> dict[str, str]:
        client = ApiClient(world.url, device_id="d1")
        with pytest.raises(ApiProblem) as caught:
            await client.sign_in("gxchen", "wrong")
        await client.aclose()
        assert caught.value.code == "BAD_CREDENTIALS"
        return caught.value.params

    assert asyncio.run(wrong()) == {"tries_left": "4"}


def test_an_expired_token_is_refreshed_and_a_revoked_one_ends_the_session(world: World) -> None:
    async def live(session: Session) -> None:
        world.clock.forward(hours=2)
        await session.call(session.client.me)
        assert session.user_id == "u-gxchen"
        refresh_token = session._store.load()
        assert refresh_token is not None
        await session.client.revoke(refresh_token)
        world.clock.forward(hours=2)
        with pytest.raises(SignedOutError):
            await session.call(session.client.me)

    as_user(world, "gxchen", live)


def test_the_feed_brings_documents_as_stored(world: World) -> None:
    app_id = world.submit()

    async def pull(session: Session) -> list[Application]:
        found, cursor, more = [], "", True
        while more:
            page = await session.call(session.client.changes, cursor, 2)
            cursor, more = page.head.cursor, page.head.more
            found += [
                Application.model_validate_json(change.body)
                for change in page.changes
                if change.kind == "application" and change.body is not None
            ]
        return found

    (application,) = as_user(world, "gxchen", pull)
    assert application.app_id == app_id
    assert application.model_dump(mode="json") == world.get(app_id)


def test_claims_are_taken_renewed_and_released(world: World) -> None:
    app_id = world.submit()

    async def claim(session: Session) -> None:
        answer = await session.call(session.client.claim, [app_id, "none"])
        taken, refused = answer.results
        assert taken.claim is not None
        claim_id = taken.claim.claim_id
        assert refused.code == "NOT_FOUND"
        await session.call(session.client.renew, claim_id)
        await session.call(session.client.release, claim_id)

    as_user(world, "gxchen", claim)
    assert world.get(app_id)["claim"] is None


def test_attachments_are_received_and_resumed(world: World, tmp_path: Path) -> None:
    world.submit()
    token = world.token("gxchen")
    pipe = BlobPipe(world.url)
    with SealedWriter(tmp_path / "f", KEY, sha(PDF), len(PDF)) as out:
        pipe.fetch(token, out, stop=Stop(), progress=lambda _: None)
    pipe.close()
    with SealedReader(tmp_path / "f", KEY) as reader:
        assert reader.readall() == PDF


def test_profiles_and_reasons_come_as_their_bytes(world: World) -> None:
    async def fetch(session: Session) -> None:
        me = await session.call(session.client.me)
        for name, digest in me.profiles.items():
            assert sha(await session.call(session.client.profile, name)) == digest
        assert (await session.call(session.client.reasons)).startswith(b"{")

    as_user(world, "gxchen", fetch)
