from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.serve import ServerThread
from tests.server_stub.world import CHEAP, Time, World, fill
from tests.sync.hostile import Hostile


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The reference server with two offices and their people."""
    clock = Time()
    with ServerThread(tmp_path / "data", clock=clock, settings=CHEAP) as running:
        server = running.app.state.server
        fill(server, tmp_path)
        yield World(running.url, server, clock, tmp_path)


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server
