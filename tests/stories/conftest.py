"""The town of the stories, fresh for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.app import create_app
from server_stub.bulk import insert_blobs
from server_stub.serve import ServerThread
from tests.server_stub.conftest import a_world, listener
from tests.server_stub.world import CHEAP, Time, World
from tests.stories.town import fill, licence

__all__ = ["listener"]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the town in it."""
    root = tmp_path_factory.mktemp("town")
    app = create_app(root / "data", clock=Time(), settings=CHEAP)
    fill(app.state.server)
    insert_blobs(app.state.server, [licence(root)])
    app.state.server.close()
    return root / "data"


@pytest.fixture
def town(tmp_path: Path, built: Path, listener: ServerThread) -> Iterator[World]:
    with a_world(tmp_path, built, listener) as made:
        yield made
