"""An officer's machine without the window: cache, journal and a session, at the level below the
operations."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from app.domain.finding import Finding
from app.domain.model import Application
from app.protocol.operations import OperationKind
from app.store.cache import Cache
from app.store.journal import Journal
from app.store.outbox import OpRecord
from app.store.readmodels import OpState
from app.sync.client import ApiClient
from app.sync.clock import ServerClock
from app.sync.events import Event
from app.sync.http import Timeouts
from app.sync.pull import Pull, Pulled
from app.sync.push import Push, Pushed
from app.sync.tokens import MemoryTokens, Session
from tests.server_stub.world import PASSWORD
from tests.sync import acts

T = TypeVar("T")


def no_findings(_application: Application) -> list[Finding]:
    return []


class Desk:
    """One user on one machine, below the engine."""

    def __init__(self, url: str, root: Path, login: str, *, device: str = "d1") -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.url = url
        self.login = login
        self.device = device
        self.cache, _ = Cache.open(root / "cache.db", bytes(range(32)))
        self.journal, _ = Journal.open(root / "journal.db", bytes(range(1, 33)))
        self.tokens = MemoryTokens()
        self.clock = ServerClock()
        self.events: list[Event] = []
        self.stall = 20.0

    @property
    def user_id(self) -> str:
        return f"u-{self.login}"

    def close(self) -> None:
        self.cache.close()
        self.journal.close()

    def run(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Do something with a session; signs in where there is none yet."""

        async def go() -> T:
            client = ApiClient(
                self.url, device_id=self.device, clock=self.clock, timeouts=Timeouts(20, self.stall)
            )
            session = Session(client, self.tokens)
            try:
                if not session.can_resume:
                    await session.sign_in(self.login, PASSWORD)
                else:
                    session.user_id = self.user_id
                return await work(session)
            finally:
                await client.aclose()

        return asyncio.run(go())

    def pull(self) -> Pulled:
        async def go(session: Session) -> Pulled:
            return await self.puller(session).run()

        return self.run(go)

    def push(self) -> Pushed:
        async def go(session: Session) -> Pushed:
            return await self.pusher(session).run()

        return self.run(go)

    def sync(self) -> None:
        self.push()
        self.pull()

    def puller(self, session: Session) -> Pull:
        return Pull(session, self.cache, self.journal, no_findings, self.events.append)

    def pusher(self, session: Session) -> Push:
        soon = datetime.now(UTC) + timedelta(seconds=1)
        return Push(session, self.journal, self.events.append, lambda _error: soon)

    def claim(self, *app_ids: str) -> None:
        async def go(session: Session) -> None:
            answer = await session.call(session.client.claim, list(app_ids))
            assert all(result.claim for result in answer.results), answer

        self.run(go)
        self.pull()

    # --- what the officer does

    def act(self, app_id: str, kind: OperationKind = OperationKind.PROPOSE, **payload: Any) -> str:
        return acts.act(self, app_id, kind, **payload)

    def propose(self, app_id: str, verb: str = "RETURN", **more: Any) -> str:
        return acts.propose(self, app_id, verb, **more)

    def op(self, op_id: str) -> OpRecord:
        known = self.journal.op(op_id)
        assert known is not None
        return known

    def state(self, op_id: str) -> OpState:
        return self.op(op_id).state
