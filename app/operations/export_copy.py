"""A readable copy of an attachment outside the home: confirmed, audited, forbidden by policy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.operations.changes import Changes
from app.operations.envelope import find_case
from app.operations.errors import OperationRefused
from app.operations.outside import new_file

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_BLOCK = 1024 * 1024


def export_copy(ws: Workspace, *, app_id: str, att_id: str, target: Path) -> Changes:
    """Write an attachment as it is to ``target``, which must not exist.

    :raises OperationRefused: ``OP_EXPORT_MISSING``; others as
        :func:`~app.operations.outside.new_file`.
    """
    view = find_case(ws, app_id).attachments.get(att_id)
    if view is None or view.state != "CACHED":
        raise OperationRefused("OP_EXPORT_MISSING")
    sha256 = view.attachment.sha256
    with (
        new_file(ws, target, "export_copy", app_id, {"sha256": sha256}) as file,
        ws.blobs.open(sha256) as source,
    ):
        shutil.copyfileobj(source, file, _BLOCK)
    return Changes()
