"""A readable copy of an attachment outside the home: confirmed, audited, forbidden by policy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.operations.changes import Changes
from app.operations.envelope import find_case
from app.operations.errors import OperationRefused
from app.store.errors import full_disk_as_error

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_BLOCK = 1024 * 1024


def export_copy(ws: Workspace, *, app_id: str, att_id: str, target: Path) -> Changes:
    """Write an attachment as it is to ``target``, which must not exist.

    The audit row stands before the first byte is written. What was begun is removed where the
    disk is full or the file cannot be read to its end.

    :raises OperationRefused: ``OP_EXPORT_FORBIDDEN``, ``OP_EXPORT_MISSING``, ``OP_EXPORT_EXISTS``.
    :raises StoreFull: there is no room at ``target``.
    """
    if not ws.policy.export_allowed:
        raise OperationRefused("OP_EXPORT_FORBIDDEN")
    case = find_case(ws, app_id)
    view = case.attachments.get(att_id)
    if view is None or view.state != "CACHED":
        raise OperationRefused("OP_EXPORT_MISSING")
    sha256 = view.attachment.sha256
    try:
        file = target.open("xb")
    except FileExistsError as problem:
        raise OperationRefused("OP_EXPORT_EXISTS", name=target.name) from problem
    try:
        with ws.transaction() as writer:
            writer.audit("export_copy", app_id, {"sha256": sha256, "name": target.name})
        with file, full_disk_as_error("export"), ws.blobs.open(sha256) as source:
            shutil.copyfileobj(source, file, _BLOCK)
    except BaseException:
        file.close()
        target.unlink(missing_ok=True)
        raise
    return Changes()
