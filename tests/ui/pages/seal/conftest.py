"""A seal holder's machine with three approved cases, made once; each test works on a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.sealing.apply import close_batch, open_batch, seal_item
from app.operations.sealing.own_seals import (
    provider,
    registered_seals,
    seal_image,
)
from app.operations.sealing.plan import plan_batch
from app.operations.workspace import Workspace
from app.store.seal_pages import BatchState
from app.ui.pages.seal import SealPage
from app.ui.pages.seal.run import RunState
from server_stub.serve import ServerThread
from tests.operations.sealing import desk as sealed
from tests.operations.sealing.ready import IDS, MACHINE, approved, home_of
from tests.ui.desk import SIZES, Desk, desk_of, wait_for

__all__ = ["IDS", "approved"]


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


@pytest.fixture(scope="session")
def machine(approved: Path) -> Path:
    """The homes of the machine, closed."""
    return approved / "machines" / MACHINE


@pytest.fixture(scope="session")
def used_machine(
    machine: Path, listener: ServerThread, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same with all three forms sealed and nothing sent."""
    folder = tmp_path_factory.mktemp("used")
    with opened(machine, listener, folder) as workspace:
        seal_some(workspace, 3)
    return folder / "homes"


@contextmanager
def opened(homes: Path, listener: ServerThread, folder: Path) -> Iterator[Workspace]:
    """A copy of a machine, offline, with its own key file ``sealer.p12``."""
    with home_of(homes, listener.url, folder / "homes") as workspace:
        yield sealed.bound(workspace, folder)


def seal_some(ws: Workspace, count: int) -> None:
    """A batch of three of which so many are sealed; it ends only when all are."""
    (seal,) = registered_seals(ws)
    plan = plan_batch(ws, IDS, seal, size_mm=(42.0, 42.0))
    batch = open_batch(ws, plan)
    image = seal_image(ws, sealed.SEAL)
    with provider(ws, sealed.SEAL).open(sealed.PIN) as key:
        for item in batch.items[:count]:
            seal_item(ws, batch, item, seal, key, image)
    if count == len(batch.items):
        close_batch(ws, batch.batch_id, BatchState.DONE)


@pytest.fixture
def ws(machine: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Workspace]:
    """The machine before anything is sealed."""
    with opened(machine, listener, tmp_path) as workspace:
        yield workspace


@pytest.fixture
def used(used_machine: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Workspace]:
    """The machine after a batch."""
    with opened(used_machine, listener, tmp_path) as workspace:
        yield workspace


@pytest.fixture
def seal_desk(qapp: QApplication, ws: Workspace) -> Iterator[Callable[..., SealDesk]]:
    """Shows the desk of that machine."""
    yield from _desks(qapp, ws)


@pytest.fixture
def used_desk(qapp: QApplication, used: Workspace) -> Iterator[Callable[..., SealDesk]]:
    """Shows the desk after a batch."""
    yield from _desks(qapp, used)


def _desks(qapp: QApplication, ws: Workspace) -> Iterator[Callable[..., SealDesk]]:
    made: list[Desk] = []

    def make(size: tuple[int, int] = SIZES[0]) -> SealDesk:
        made.append(desk_of(qapp, ws))
        return SealDesk(made[-1], size)

    yield make
    for one in made:
        one.close()
