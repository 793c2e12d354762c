"""One listening socket for all tests, a fresh server behind it for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server_stub.app import create_app
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.serve import ServerThread
from tests.server_stub.world import CHEAP, Time, World, fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with offices, people and one file in it."""
    root = tmp_path_factory.mktemp("filled")
    app = create_app(root / "data", clock=Time(), settings=CHEAP)
    fill(app.state.server, root)
    app.state.server.close()
    return root / "data"


@pytest.fixture(scope="session")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerThread]:
    """One application and one socket; what a test needs is the server behind its state."""
    with ServerThread(tmp_path_factory.mktemp("idle"), settings=CHEAP) as running:
        yield running


@contextmanager
def a_world(root: Path, filled: Path, listener: ServerThread) -> Iterator[World]:
    """A server of its own over a copy of the filled data, behind the one socket."""
    clock = Time()
    shutil.copytree(filled, root / "data")
    server = Server(root / "data", CHEAP, Clock(clock), demo=False)
    state = listener.app.state
    before, state.server = state.server, server
    yield World(listener.url, server, clock, root)
    state.server = before
    server.close()


@pytest.fixture
def world(tmp_path: Path, filled: Path, listener: ServerThread) -> Iterator[World]:
    with a_world(tmp_path, filled, listener) as made:
        yield made


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with nothing in it but its tables."""
    root = tmp_path_factory.mktemp("empty") / "data"
    Server(root, CHEAP, Clock(Time()), demo=False).close()
    return root


@pytest.fixture
def empty_server(tmp_path: Path, empty: Path) -> Iterator[Server]:
    shutil.copytree(empty, tmp_path / "data")
    server = Server(tmp_path / "data", CHEAP, Clock(Time()), demo=False)
    yield server
    server.close()
