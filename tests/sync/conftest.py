from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_stub.conftest import filled, listener, world
from tests.sync.hostile import Hostile

__all__ = ["filled", "listener", "world"]


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server
