from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.office import Office
from tests.server_stub.conftest import filled, listener, world
from tests.server_stub.world import World

__all__ = ["filled", "listener", "world"]


@pytest.fixture
def office(world: World, tmp_path: Path) -> Iterator[Office]:
    place = Office(world, tmp_path / "machines")
    yield place
    place.close()
