from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.media.client import MediaClient
from server_stub.serve import ServerThread
from tests.ui.forms.sealed import SealedDesk, sealed_desk
from tests.ui.pages.conftest import filled, listener, office, world
from tests.viewers.conftest import client

__all__ = ["client", "filled", "listener", "office", "world"]


@pytest.fixture(scope="package")
def place(
    qapp: QApplication,
    tmp_path_factory: pytest.TempPathFactory,
    filled: Path,
    listener: ServerThread,
    client: MediaClient,
) -> Iterator[SealedDesk]:
    """A seal holder's window over three cases; tests put back what they change."""
    with sealed_desk(tmp_path_factory.mktemp("sealed"), filled, listener, client) as made:
        yield made
