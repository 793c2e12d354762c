from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.operations.workspace import Workspace
from app.ui.pages.seal import SealPage
from app.ui.pages.seal.run import RunState
from tests.operations.office import Office
from tests.operations.sealing import desk as sealed
from tests.ui.desk import SIZES, Desk, wait_for

MakeDesk = Callable[[Workspace], Desk]


class SealDesk:
    """The page over a seal holder's machine, and what a test does with it."""

    def __init__(self, place: Desk, size: tuple[int, int] = SIZES[0]) -> None:
        self.place = place
        self.page: SealPage = place.show("seal", lambda w: SealPage(w, place.session), size)
        self.ready()

    @property
    def ws(self) -> Workspace:
        """The open home."""
        return self.place.ws

    def ready(self) -> None:
        """Wait for the check."""
        work = self.page.work
        wait_for(lambda: work.loaded and not work.checking, 60)

    def give(self, pin: str = sealed.PIN) -> None:
        """Fill in the right pane."""
        pane = self.page.pane
        pane.pin.setText(pin)
        pane.seen.setChecked(True)
        pane.own.setChecked(True)

    def seal(self, pin: str = sealed.PIN) -> None:
        """Fill in the right pane and press the button."""
        self.give(pin)
        self.page.pane.do.click()

    def until(self, state: RunState) -> None:
        """Wait for the batch."""
        wait_for(lambda: self.page.run.state is state, 60)

    def close(self) -> None:
        """End what the page runs."""
        self.page.left()


@pytest.fixture
def seal_desk(office: Office, desk: MakeDesk, tmp_path: Path) -> Callable[..., SealDesk]:
    """Makes the desk of the unit's seal holder with so many approved cases."""

    def make(count: int = 3, size: tuple[int, int] = SIZES[0]) -> SealDesk:
        sealed.approved(office, count)
        return SealDesk(desk(sealed.holder(office, tmp_path)), size)

    return make
