from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.hostile import Hostile


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server
