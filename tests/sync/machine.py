"""A machine with a running engine, and ways to wait for what it does."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from app.protocol.feed import TokenPair
from app.store.assess import Assessor
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.journal import Journal
from app.store.profiles import Profiles
from app.sync.client import ApiClient
from app.sync.engine import SyncEngine, SyncParts
from app.sync.events import Event, SyncStatus
from app.sync.http import Timeouts
from app.sync.state import JournalTokens, load_clock
from tests.server_stub.world import PASSWORD

T = TypeVar("T", bound=Event)
CONTENT, NAMES = bytes(range(3, 35)), bytes(range(4, 36))


def tokens_for(url: str, login: str) -> TokenPair:
    """What a sign-in gives."""

    async def ask() -> TokenPair:
        client = ApiClient(url, device_id="d1")
        try:
            return await client.sign_in(login, PASSWORD)
        finally:
            await client.aclose()

    return asyncio.run(ask())


class Machine:
    """One user's home with the engine over it."""

    def __init__(self, url: str, root: Path, login: str, **options: Any) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.login = login
        self.user_id = f"u-{login}"
        self.cache, _ = Cache.open(root / "cache.db", bytes(range(32)))
        self.journal, _ = Journal.open(root / "journal.db", bytes(range(1, 33)))
        self.blobs = BlobStore(root / "blobs", CONTENT, NAMES)
        self.clock = load_clock(self.journal)
        profiles = Profiles(self.cache)
        self.events: list[Event] = []
        self._heard = threading.Condition()
        options = {"timeouts": Timeouts(20, 60), "poll": 3600.0} | options
        self.parts = SyncParts(
            server_url=url, user_id=self.user_id, device_id="d1", cache=self.cache,
            journal=self.journal, blobs=self.blobs, profiles=profiles,
            checker=Assessor(self.cache, profiles, self.clock.now), clock=self.clock, **options,
        )  # fmt: skip
        self.engine = SyncEngine(self.parts, self._hear)

    def sign_in(self) -> None:
        pair = tokens_for(self.parts.server_url, self.login)
        JournalTokens(self.journal).save(pair.refresh_token)

    def close(self) -> None:
        self.engine.stop()
        self.cache.close()
        self.journal.close()

    @property
    def status(self) -> SyncStatus:
        return self.engine.status

    def sync(self) -> None:
        self.engine.sync_once().result(60)

    def _hear(self, event: Event) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def told(self, kind: type[T]) -> list[T]:
        with self._heard:
            return [event for event in self.events if isinstance(event, kind)]

    def wait_for(self, truth: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something holds; looked at after each event and now and then."""
        deadline = time.monotonic() + seconds
        while not truth():
            assert time.monotonic() < deadline, f"in vain; {self.status}\n{self.events[-5:]}"
            with self._heard:
                self._heard.wait(0.02)
