"""A seal holder's machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from tests.operations import road
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.operations.sealing.ready import approved, sealer, unit
from tests.seal.hsm import tokens

__all__ = ["approved", "sealer", "tokens", "unit"]


@pytest.fixture
def machine(office: Office) -> Workspace:
    """A seal holder's, with no case and no key on it."""
    road.build(office)
    return office.officer(road.SEALER, "sealer", online=False)


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
