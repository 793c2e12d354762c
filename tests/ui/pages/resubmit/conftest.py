"""Desks whose scans are drawn by a real worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from tests.ui.desk import Desk, desk_of
from tests.ui.prepared import places_first


@pytest.fixture
def drawing_desk(
    request: pytest.FixtureRequest, qapp: QApplication
) -> Iterator[Callable[[Workspace], Desk]]:
    """Makes desks with a started media client; both close before the office does."""
    made: list[Desk] = []
    places_first(request)

    def make(workspace: Workspace) -> Desk:
        place = desk_of(qapp, workspace)
        place.session.media.start()
        made.append(place)
        return place

    yield make
    for one in made:
        page = one.window.page("review") if one.window.current else None
        comparing = getattr(page, "comparing", None)
        if comparing is not None:
            comparing.shut_down()
        one.close()
        one.session.media.close()
