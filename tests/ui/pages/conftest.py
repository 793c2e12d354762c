from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from server_stub.serve import ServerThread
from tests.operations.conftest import filled, listener, office, world
from tests.ui.desk import Desk, desk_of
from tests.ui.prepared import Preparations, Prepared, places_first

__all__ = ["filled", "listener", "office", "world"]


@pytest.fixture(scope="session")
def preparations(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, listener: ServerThread
) -> Preparations:
    """What the tests of a run have prepared."""
    return Preparations(tmp_path_factory.mktemp("prepared"), filled, listener)


@pytest.fixture
def prepared(preparations: Preparations, tmp_path: Path) -> Iterator[Prepared]:
    """An office in which work has been done; a copy of it."""
    made = Prepared(preparations, tmp_path / "copy")
    yield made
    made.close()


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, qapp: QApplication
) -> Iterator[Callable[[Workspace], Desk]]:
    """Makes desks; they close before the office does."""
    made: list[Desk] = []
    places_first(request)

    def make(workspace: Workspace) -> Desk:
        made.append(desk_of(qapp, workspace))
        return made[-1]

    yield make
    for one in made:
        one.close()
