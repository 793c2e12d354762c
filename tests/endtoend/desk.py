"""An officer at a machine: the program's own sign-in, workspace and engine, without the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from app.operations import claims
from app.operations.signin import SignIn, sign_in_online, unlock_offline
from app.operations.workspace import Workspace
from app.store.outbox import OpRecord
from app.sync.events import Event, Notice, SyncStatus
from app.sync.http import Timeouts
from tests.server_stub.world import PASSWORD

T = TypeVar("T", bound=Event)


class Desk:
    """One account on one machine.

    Attributes:
        wanted: where the homes are, and whose.
        ws: the open workspace.
        events: what the engine told, from all its lives.
    """

    ws: Workspace

    def __init__(self, root: Path, url: str, login: str = "chenyao") -> None:
        self.wanted = SignIn(root, url, login)
        self.events: list[Event] = []
        self._heard = threading.Condition()

    # --- coming and going

    def sign_in(self, **options: Any) -> Workspace:
        """Sign in at the server and start the engine."""
        self.ws = sign_in_online(self.wanted, PASSWORD)
        return self.go_online(**options)

    def unlock(self) -> Workspace:
        """Open the home without a server."""
        self.ws = unlock_offline(self.wanted, PASSWORD)
        return self.ws

    def go_online(self, *, stall: float = 30.0, auto: bool = False, **options: Any) -> Workspace:
        """Start the engine; without ``auto`` it does what it is asked for."""
        timeouts = Timeouts(connect=20.0, stall=stall)
        self.ws.start_sync(self._hear, auto=auto, timeouts=timeouts, poll=3600.0, **options)
        return self.ws

    def close(self) -> None:
        """Close the home, if it is open."""
        if hasattr(self, "ws"):
            self.ws.close()

    # --- the engine

    @property
    def status(self) -> SyncStatus:
        """Where the engine stands."""
        assert self.ws.sync is not None
        return self.ws.sync.status

    def sync(self) -> None:
        """Sync from beginning to end."""
        assert self.ws.sync is not None
        self.ws.sync.sync_once().result(60)

    def claim(self, *app_ids: str) -> None:
        """签收, and sync before it."""
        self.sync()
        answer = claims.claim(self.ws, app_ids=app_ids).result(60)
        assert all(result.claim for result in answer.results), answer

    def fetch(self, *app_ids: str) -> None:
        """Download all files of some cases, and wait for it."""
        assert self.ws.sync is not None
        self.ws.sync.download(app_ids)
        self.ws.sync.downloads_done().result(60)

    def _hear(self, event: Event) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def told(self, kind: type[T]) -> list[T]:
        """The events of a kind so far."""
        with self._heard:
            return [event for event in self.events if isinstance(event, kind)]

    @property
    def notices(self) -> list[str]:
        """The codes of what the officer was told to read."""
        return [notice.code for notice in self.told(Notice)]

    def wait_for(self, truth: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something holds; looked at after each event and now and then."""
        deadline = time.monotonic() + seconds
        while not truth():
            assert time.monotonic() < deadline, f"in vain; {self.status}\n{self.events[-5:]}"
            with self._heard:
                self._heard.wait(0.02)

    # --- what stands here

    def files(self, app_id: str) -> tuple[int, int]:
        """How many of the files of a case are here, and how many it has."""
        row = self.ws.queries.case(app_id)
        return row.cached, row.files

    def op(self, op_id: str) -> OpRecord:
        """An operation as it stands."""
        known = self.ws.journal.op(op_id)
        assert known is not None
        return known
