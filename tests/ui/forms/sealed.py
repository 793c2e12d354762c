"""Cases with a real seal on their form, at a desk that draws."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from server_stub.serve import ServerThread
from tests.operations.office import Office, sync
from tests.operations.sealing import desk
from tests.server_stub.conftest import a_world
from tests.ui.desk import Desk
from tests.ui.pages.review.scans import real_desk


@dataclass(frozen=True)
class Sealed:
    """A holder and three cases: sealed and taken by the server, sealed and unsent, waiting."""

    ws: Workspace
    sent: str
    unsent: str
    waiting: str

    def pdf(self) -> bytes:
        """The sealed form of the first."""
        stamp = self.ws.queries.case(self.sent).application.stamps[0]
        with self.ws.blobs.open(stamp.stamped_sha256) as file:
            return file.readall()

    @contextmanager
    def without_files(self) -> Iterator[None]:
        """The sealed files of the first are not on this machine meanwhile."""
        stamps = self.ws.queries.case(self.sent).application.stamps
        named = [sha for one in stamps for sha in (one.stamped_sha256, one.time_stamped_sha256)]
        here = [self.ws.blobs.path_of(sha) for sha in named if sha and self.ws.blobs.has(sha)]
        for path in here:
            path.rename(path.with_name("away"))
        yield
        for path in here:
            path.with_name("away").rename(path)


@contextmanager
def sealed_cases(root: Path, filled: Path, listener: ServerThread) -> Iterator[Sealed]:
    """The three cases on a server of their own."""
    with a_world(root, filled, listener) as world:
        office = Office(world, root / "machines")
        sent, unsent, waiting = desk.approved(office, 3)
        ws = desk.holder(office, root)
        desk.seal_all(ws, sent)
        sync(ws)
        desk.seal_all(ws, unsent)
        yield Sealed(ws, sent, unsent, waiting)
        office.close()


@dataclass(frozen=True)
class SealedDesk:
    """The three cases at a window that draws."""

    cases: Sealed
    desk: Desk


@contextmanager
def sealed_desk(
    root: Path, filled: Path, listener: ServerThread, client: MediaClient
) -> Iterator[SealedDesk]:
    """A shown window over :func:`sealed_cases`."""
    with sealed_cases(root, filled, listener) as cases, real_desk(cases.ws, client) as place:
        place.window.resize(1366, 900)
        place.window.show()
        yield SealedDesk(cases, place)


def sealed_place(
    qapp: QApplication,
    tmp_path_factory: pytest.TempPathFactory,
    filled: Path,
    listener: ServerThread,
    client: MediaClient,
) -> Iterator[SealedDesk]:
    """A seal holder's window over three cases; tests put back what they change.

    A fixture of the scope that its tests give it.
    """
    with sealed_desk(tmp_path_factory.mktemp("sealed"), filled, listener, client) as made:
        yield made
