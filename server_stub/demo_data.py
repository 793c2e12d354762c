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
    "admin": "admin1",
    "applicant": "a0001",
}


def fill_if_empty(server: Server, data_dir: Path, applications: int) -> bool:
    """Generate and import the demo data unless there are accounts already; True if it did."""
    with server.db.read() as session:
        if session.scalars(select(UserRow.user_id).limit(1)).first() is not None:
            return False
    from server_stub.demo import dataset  # drawing scans needs libraries that serving does not

    with tempfile.TemporaryDirectory(dir=data_dir, prefix="demo-") as folder:
        dataset.build(Path(folder), applications=applications, seed=1, now=server.clock.now())
        import_folder(server, Path(folder), link=True)
    return True
