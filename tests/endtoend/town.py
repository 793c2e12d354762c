"""The server of the end-to-end tests and what was imported into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server_stub import cases
from server_stub.context import Server
from server_stub.import_folder.manifest import Manifest
from server_stub.import_folder.read import read_manifest

CASE, OTHER = "A2026-000001", "A2026-000002"
"""Two cases of the handlers of Liuzhou, with some twenty files each."""


@dataclass(frozen=True)
class Town:
    """A running server.

    Attributes:
        url: where it listens.
        server: its parts, for looking inside.
        data: its folder.
        demo: the folder it was filled from.
    """

    url: str
    server: Server
    data: Path
    demo: Path

    @property
    def manifest(self) -> Manifest:
        """What was imported."""
        return read_manifest(self.demo)

    def get(self, app_id: str) -> dict[str, Any]:
        """The stored document of an application."""
        with self.server.db.read() as session:
            case = cases.load(session, app_id)
            assert case is not None
            return case.application.model_dump(mode="json")
