"""Filling an empty demo server: the generator writes an import folder, which is then imported."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import select

from server_stub.context import Server
from server_stub.import_folder import import_folder
from server_stub.tables import UserRow

CREDENTIALS = {
    "login": "chenyao",
    "password": "demo-2026",
    "handler": "chenyao",
    "second_handler": "hanxu",
    "approver": "lujs",
    "sealer": "sealer1",
    "admin": "admin1",
    "applicant": "a0001",
}
SEALS = "seals"
"""The folder of the data folder with key files and scans of the demo's seals."""


def fill_if_empty(server: Server, data_dir: Path, applications: int) -> bool:
    """Generate and import the demo data unless there are accounts already; True if it did.

    The whole set, and larger ones, have the cases that wait for their seal too.
    """
    with server.db.read() as session:
        if session.scalars(select(UserRow.user_id).limit(1)).first() is not None:
            return False
    from server_stub.demo import dataset  # drawing scans needs libraries that serving does not
    from server_stub.demo import seals as demo_seals
    from server_stub.demo.cases.plan import WHOLE
    from server_stub.seal_authority import local_authority

    now = server.clock.now()
    keys = demo_seals.make(data_dir / SEALS, local_authority(data_dir, server.clock), now)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="demo-") as folder:
        dataset.build(
            Path(folder),
            applications=applications,
            waiting=applications >= WHOLE,
            keys=keys,
            seed=1,
            now=now,
        )
        import_folder(server, Path(folder), link=True)
    return True


def seal_files(data_dir: Path) -> dict[str, str]:
    """Where the demo's seals lie and the PIN of their keys; empty where there are none."""
    folder = data_dir / SEALS
    if not folder.is_dir():
        return {}
    from server_stub.demo.seals import PIN

    return {"folder": str(folder.resolve()), "pin": PIN}
