"""A server with authorities, and a look into a pack with nothing but the pack."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from app.operations.workspace import Workspace
from server_stub import seal_authority, time_authority
from tests.operations.office import Office


def with_authorities(office: Office) -> None:
    """Give the server the authorities of the demo: for time stamps, and for seals with a list."""
    server = office.world.server
    folder = vars(server)["_data_dir"]
    vars(server)["time_authority"] = time_authority.local_authority(folder, server.clock)
    vars(server)["seal_authority"] = seal_authority.local_authority(folder, server.clock)
    vars(server).pop("seal_trust", None)


def fetched(ws: Workspace, app_id: str, sha256: str) -> None:
    """Wait until a file of a case is here and noted, though nobody asked for it."""
    begin = time.monotonic()
    while (sha256, 2) not in [(one.sha256, one.state) for one in ws.cache.files_of(app_id)]:
        assert time.monotonic() - begin < 30, "it was not fetched"
        time.sleep(0.02)


@dataclass(frozen=True)
class Pack:
    """An unpacked one."""

    root: Path

    def json(self, name: str) -> Any:
        return json.loads((self.root / name).read_text("utf-8"))

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(text) for text in (self.root / name).read_text("utf-8").splitlines()]

    @property
    def names(self) -> set[str]:
        return {
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file()
        }

    def documents(self) -> list[Path]:
        return sorted((self.root / "documents").glob("*.pdf"))

    def shell(self, command: str) -> subprocess.CompletedProcess[str]:
        """What the summary tells to type, in the pack's folder."""
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.root, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip


def unpacked(target: Path, folder: Path) -> Pack:
    """A pack whose manifest names every file in it with its digest."""
    with ZipFile(target) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    pack = Pack(folder)
    told = pack.json("manifest.json")
    assert told["format"] == "titledesk-evidence/1"
    assert set(told["files"]) == pack.names - {"manifest.json"}
    for name, one in told["files"].items():
        data = (folder / name).read_bytes()
        assert one == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return pack
