"""An office with three approved cases, made once; every test works on a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.operations.workspace import Workspace
from app.store.home import Home
from server_stub.serve import ServerThread
from tests.kill.day import key_of
from tests.operations import road
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.server_stub.conftest import a_world

IDS = ("case-3", "case-4", "case-5")
MACHINE = "sealer"


def closed_office(
    root: Path, filled: Path, listener: ServerThread, prepare: Callable[[Office], object]
) -> Path:
    """``root`` with the data of a server and the machines of its officers after ``prepare``."""
    with a_world(root, filled, listener) as world:
        office = Office(world, root / "machines")
        prepare(office)
        office.close()
    return root


@pytest.fixture(scope="session")
def approved(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, listener: ServerThread
) -> Path:
    """The data of the server and the machine of the seal holder, who has no key yet; closed."""

    def prepare(office: Office) -> None:
        assert desk.approved(office, len(IDS)) == list(IDS)
        office.officer(road.SEALER, MACHINE)

    return closed_office(tmp_path_factory.mktemp("approved"), filled, listener, prepare)


@contextmanager
def copy_of(made: Path, listener: ServerThread, root: Path) -> Iterator[Office]:
    """The office whose data and machines lie in ``made``, copied to ``root`` and opened."""
    shutil.copytree(made / "machines" / MACHINE, root / "machines" / MACHINE)
    with a_world(root, made / "data", listener) as world:
        place = Office(world, root / "machines")
        yield place
        place.close()


@contextmanager
def home_of(homes: Path, url: str, root: Path) -> Iterator[Workspace]:
    """The seal holder's machine that lies in ``homes``, copied to ``root``; it has no server."""
    shutil.copytree(homes, root)
    home = Home.open(root, url, road.SEALER, create=False)
    with Workspace(home=home, keys=key_of(road.SEALER), lock=home.lock()) as workspace:
        yield workspace


@pytest.fixture
def unit(approved: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Office]:
    """The office; the holder's machine knows the cases."""
    with copy_of(approved, listener, tmp_path) as place:
        yield place


@pytest.fixture
def sealer(unit: Office, tmp_path: Path) -> Workspace:
    """The seal holder, with the key file and the picture bound."""
    return desk.holder(unit, tmp_path, MACHINE)


@pytest.fixture
def alone(approved: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Workspace]:
    """The same without a server: for what happens on the machine only."""
    with home_of(approved / "machines" / MACHINE, listener.url, tmp_path / "homes") as workspace:
        yield desk.bound(workspace, tmp_path)
