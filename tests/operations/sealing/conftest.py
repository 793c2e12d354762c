"""A seal holder's machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from server_stub.serve import ServerThread
from tests.operations import road
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.operations.sealing.ready import (
    MACHINE,
    alone,
    approved,
    closed_office,
    home_of,
    sealer,
    unit,
)
from tests.seal.hsm import tokens

__all__ = ["alone", "approved", "sealer", "tokens", "unit"]


@pytest.fixture(scope="session")
def signed_in(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, listener: ServerThread
) -> Path:
    """The home of a seal holder who has signed in and pulled nothing; closed."""

    def prepare(office: Office) -> None:
        road.build(office)
        office.officer(road.SEALER, MACHINE, online=False)

    root = closed_office(tmp_path_factory.mktemp("signed_in"), filled, listener, prepare)
    return root / "machines" / MACHINE


@pytest.fixture
def machine(signed_in: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Workspace]:
    """A seal holder's, with no case and no key on it."""
    with home_of(signed_in, listener.url, tmp_path / "homes") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def media() -> Iterator[MediaClient]:
    """A worker that decodes scans."""
    client = MediaClient()
    client.start()
    while client.worker_pid is None:  # the guard against leftovers counts children before a test
        time.sleep(0.02)
    yield client
    client.close()


@pytest.fixture
def p12(tmp_path: Path) -> Path:
    """The unit's key file."""
    return desk.key_of_unit().write(tmp_path, "unit.p12")
