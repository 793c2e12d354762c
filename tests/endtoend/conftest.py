from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server_stub.app import create_app
from server_stub.demo import dataset
from server_stub.import_folder import import_folder
from server_stub.serve import ServerThread
from tests.endtoend.desk import Desk
from tests.endtoend.front import Front
from tests.endtoend.town import Town
from tests.server_stub.world import CHEAP

OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three applications and their scans, as an office would import it."""
    folder = tmp_path_factory.mktemp("demo") / "folder"
    dataset.build(folder, applications=3)
    return folder


@pytest.fixture(scope="session")
def imported(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server with the demo set in it."""
    data = tmp_path_factory.mktemp("imported") / "data"
    server = create_app(data, settings=CHEAP).state.server
    import_folder(server, demo, link=True)
    server.close()
    return data


@pytest.fixture
def data(imported: Path, tmp_path: Path) -> Path:
    """The data folder of a server of one's own, with the demo set in it."""
    return Path(shutil.copytree(imported, tmp_path / "server", copy_function=_copy))


@pytest.fixture
def town(data: Path, demo: Path) -> Iterator[Town]:
    """That server, running."""
    with ServerThread(data, settings=CHEAP) as running:
        yield Town(running.url, running.app.state.server, data, demo)


def _copy(source: str, target: str) -> None:
    """Files that nobody changes are linked."""
    (os.link if f"{os.sep}blobs{os.sep}" in source else shutil.copy2)(source, target)


@pytest.fixture
def front(town: Town) -> Iterator[Front]:
    """The line to the server; a test may lie on it."""
    with Front(town.url) as line:
        yield line


@pytest.fixture
def open_desk(front: Front, tmp_path: Path) -> Iterator[OpenDesk]:
    """Makes desks on one machine, behind the line; they are closed at the end."""
    desks: list[Desk] = []

    def make(login: str = "chenyao", root: Path | None = None) -> Desk:
        desk = Desk(root or tmp_path / "homes", front.url, login)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()
