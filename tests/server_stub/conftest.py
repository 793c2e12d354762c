"""One listening socket for all tests, a fresh server behind it for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from server_stub.app import create_app
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.serve import AppThread
from tests.server_stub.world import CHEAP, Time, World, fill


class Switch:
    """Hands every request to the server of the test that runs."""

    def __init__(self) -> None:
        self.app: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for step in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{step}.complete"})
            return
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def listener() -> Iterator[tuple[Switch, str]]:
    switch = Switch()
    with AppThread(switch) as running:
        yield switch, running.url


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("filled")
    app = create_app(root / "data", clock=Time(), settings=CHEAP)
    fill(app.state.server, root)
    app.state.server.close()
    return root / "data"


@contextmanager
def a_world(root: Path, filled: Path, listener: tuple[Switch, str]) -> Iterator[World]:
    """A server of its own over a copy of the filled data, behind the one socket."""
    switch, url = listener
    clock = Time()
    shutil.copytree(filled, root / "data")
    before, switch.app = switch.app, create_app(root / "data", clock=clock, settings=CHEAP)
    server = switch.app.state.server
    yield World(url, server, clock, root)
    switch.app = before
    server.close()


@pytest.fixture
def world(tmp_path: Path, filled: Path, listener: tuple[Switch, str]) -> Iterator[World]:
    with a_world(tmp_path, filled, listener) as made:
        yield made


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data", CHEAP, Clock(Time()), demo=False)
    yield server
    server.close()
