from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.cache import Cache
from app.store.journal import Journal
from tests.store.factory import KEY


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    cache = Cache(tmp_path / "cache.db", KEY)
    yield cache
    cache.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.db", KEY)
    yield journal
    journal.close()
