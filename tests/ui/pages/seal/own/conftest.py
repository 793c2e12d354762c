"""A seal holder's window; the office is made once and copied, one worker decodes all scans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from server_stub.serve import ServerThread
from tests.operations import road
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.operations.sealing.conftest import media
from tests.operations.sealing.ready import MACHINE, closed_office, copy_of, home_of
from tests.ui.desk import wait_for
from tests.ui.pages.seal.own.bench import Bench, bench_of

__all__ = ["media"]


@pytest.fixture(scope="session")
def registered(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, listener: ServerThread
) -> Path:
    """An office with a registered seal and its holder's machine, which has no key; closed."""

    def prepare(office: Office) -> None:
        road.build(office)
        forms = ["unit_opinion", "publicity_form"]
        desk.register(office, allowed_forms=forms, holders=["u-sealer1"])
        office.officer(road.SEALER, MACHINE)

    return closed_office(tmp_path_factory.mktemp("registered"), filled, listener, prepare)


@pytest.fixture
def unit(registered: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Office]:
    """That office, for what its server has to know."""
    with copy_of(registered, listener, tmp_path) as place:
        yield place


@pytest.fixture
def sealer(registered: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Workspace]:
    """The seal holder, without a server."""
    homes = registered / "machines" / MACHINE
    with home_of(homes, listener.url, tmp_path / "homes") as workspace:
        yield workspace


@pytest.fixture
def bench(
    qapp: QApplication, sealer: Workspace, media: MediaClient, tmp_path: Path
) -> Iterator[Bench]:
    """The holder's window, its cards shown."""
    with bench_of(qapp, sealer, media, tmp_path) as opened:
        wait_for(lambda: opened.tab.cards)
        yield opened
