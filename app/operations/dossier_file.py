"""Adding a scan to a unit's dossier: into the encrypted store, to be handed in with the dossier."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from app.domain.dossier import DossierFile
from app.operations.errors import OperationRefused
from app.store import uploads

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

LIMIT: Final = 45 * 1024 * 1024
"""The largest file any slot takes (S0); a scan of a form is far below it."""
_BLOCK: Final = 1024 * 1024
_KINDS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def add_dossier_file(ws: Workspace, *, app_id: str, path: Path) -> tuple[str, DossierFile]:
    """Take a scan into the store of this machine; the file at ``path`` stays where it is.

    :return: its sha256, and what the dossier says of it.
    :raises OperationRefused: ``OP_FILE_EMPTY``, ``OP_FILE_KIND``, ``OP_FILE_TOO_LARGE``,
        ``OP_FILE_UNREADABLE``.
    :raises StoreFull: there is no room for it.
    """
    try:
        with path.open("rb") as source:
            mime = _kind(source, path.name)
            sha256, total = _measured(source, path.name)
            _keep(ws, source, sha256, total)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise OperationRefused("OP_FILE_UNREADABLE", name=path.name, why=why) from problem
    file = DossierFile(name=path.name, bytes=total, mime=mime)
    with ws.transaction() as writer:
        uploads.note(writer, sha256, file)
        writer.audit("dossier.add_file", app_id, {"sha256": sha256, "name": path.name})
    return sha256, file


def _kind(source: BinaryIO, name: str) -> str:
    head = source.read(16)
    if not head:
        raise OperationRefused("OP_FILE_EMPTY", name=name)
    found = next((mime for magic, mime in _KINDS.items() if head.startswith(magic)), None)
    if found is None:
        raise OperationRefused("OP_FILE_KIND", name=name)
    return found


def _measured(source: BinaryIO, name: str) -> tuple[str, int]:
    digest, total = hashlib.sha256(), 0
    source.seek(0)
    while block := source.read(_BLOCK):
        digest.update(block)
        total += len(block)
        if total > LIMIT:
            size, limit = f"{total / _BLOCK:.1f} MB", f"{LIMIT // _BLOCK} MB"
            raise OperationRefused("OP_FILE_TOO_LARGE", name=name, size=f"≥ {size}", limit=limit)
    return digest.hexdigest(), total


def _keep(ws: Workspace, source: BinaryIO, sha256: str, total: int) -> None:
    if ws.blobs.has(sha256):
        return
    source.seek(0)
    writer = ws.blobs.writer(sha256, total)
    try:
        writer.restart()
        while block := source.read(_BLOCK):
            writer.write(block)
        writer.finish()
    except BaseException:
        writer.close()
        ws.blobs.discard(sha256)
        raise
    ws.blobs.commit([writer])
