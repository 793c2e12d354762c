from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from tests.operations.conftest import filled, listener, office, world
from tests.ui.desk import Desk, desk_of

__all__ = ["filled", "listener", "office", "world"]


@pytest.fixture
def desk(qapp: QApplication, office: object) -> Iterator[Callable[[Workspace], Desk]]:
    """Makes desks; they close before the office does."""
    made: list[Desk] = []

    def make(workspace: Workspace) -> Desk:
        made.append(desk_of(qapp, workspace))
        return made[-1]

    yield make
    for one in made:
        one.close()
