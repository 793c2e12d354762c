"""A seal holder's machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from tests.operations import road
from tests.operations.office import Office
from tests.seal import hsm


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


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hsm.Hsm]:
    """SoftHSM2 without a token; where its tool is missing these tests are left out."""
    if hsm.TOOL is None:
        pytest.skip("softhsm2-util is not installed")
    with pytest.MonkeyPatch.context() as surroundings:
        made = hsm.Hsm(tmp_path_factory.mktemp("hsm"), surroundings)
        yield made
        pkcs11.unload(str(hsm.module()))


@pytest.fixture
def p12(tmp_path: Path) -> Path:
    """The unit's key file."""
    from tests.operations.sealing import desk

    return desk.key_of_unit().write(tmp_path, "unit.p12")
