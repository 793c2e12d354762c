from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.app import create_app
from server_stub.serve import ServerThread
from tests.server_stub.world import CHEAP, Time, World, fill
from tests.sync.hostile import Hostile


@pytest.fixture(scope="session")
def filled_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server with two offices and their people."""
    root = tmp_path_factory.mktemp("filled")
    app = create_app(root / "data", clock=Time(), settings=CHEAP)
    fill(app.state.server, root)
    app.state.server.close()
    return root / "data"


@pytest.fixture
def world(tmp_path: Path, filled_server: Path) -> Iterator[World]:
    """A reference server of one's own."""
    clock = Time()
    shutil.copytree(filled_server, tmp_path / "data")
    with ServerThread(tmp_path / "data", clock=clock, settings=CHEAP) as running:
        yield World(running.url, running.app.state.server, clock, tmp_path)


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server
