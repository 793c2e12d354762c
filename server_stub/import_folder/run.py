"""Importing a folder: read, check everything, then write all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from server_stub import audit
from server_stub.clock import stamp
from server_stub.context import Server
from server_stub.import_folder import check, files
from server_stub.import_folder.load import Loader
from server_stub.import_folder.problems import ImportProblem, ImportRefusedError
from server_stub.import_folder.read import MANIFEST, read_manifest


@dataclass(frozen=True)
class Imported:
    """How much came in."""

    organisations: int
    activities: int
    users: int
    applications: int
    files: int
    bytes: int


def import_folder(server: Server, folder: Path, *, link: bool = False) -> Imported:
    """Load a folder into a server's data.

    :param link: take files in by hard link where that is possible. Only for a folder that nobody
        changes afterwards; otherwise they are copied.
    :raises ImportRefusedError: naming everything that is wrong; then nothing was written.
    """
    if not folder.is_dir():
        raise ImportRefusedError([ImportProblem(str(folder), "", "IMPORT_NO_FOLDER")])
    manifest = read_manifest(folder)
    with server.db.read() as session:
        known = check.Known.of(session)
    problems = check.problems(manifest, server.packs, known)
    found, file_problems = files.examine(folder, check.files(manifest))
    if problems or file_problems:
        raise ImportRefusedError([*problems, *file_problems])
    new: list[Path] = []
    try:
        for here in found.values():
            target = server.blobs.path(here.sha256)
            if not target.exists():
                server.blobs.adopt(here.path, here.sha256, link=link)
                new.append(target)
        with server.db.write() as session:
            if check.Known.of(session) != known:
                raise ImportRefusedError([ImportProblem(MANIFEST, "", "IMPORT_SERVER_CHANGED")])
            Loader(session, server, manifest, found).run()
            audit.record(
                session,
                at=stamp(server.clock.now()),
                actor="server",
                action="import",
                subject=str(len(manifest.applications)),
            )
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
    sizes = {here.sha256: here.bytes for here in found.values()}
    return Imported(
        len(manifest.organisations),
        len(manifest.activities),
        len(manifest.users),
        len(manifest.applications),
        len(sizes),
        sum(sizes.values()),
    )
