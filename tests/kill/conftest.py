from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill import town


@pytest.fixture(scope="session")
def town_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's data with the officers of the town and their cases, to be copied."""
    folder = tmp_path_factory.mktemp("town") / "data"
    town.make_data(folder)
    return folder
