"""The list of a batch outside the home: as a file, or on paper. Both stand in the audit first."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.operations.changes import Changes
from app.operations.errors import OperationRefused
from app.protocol.canonical import sha256_hex
from app.store.errors import full_disk_as_error

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

Table = Sequence[Sequence[str]]
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> bytes:
    """The rows as CSV that spreadsheets open as text: with a byte order mark, no formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in table:
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def export_list(ws: Workspace, target: Path, subject: str, table: Table) -> Changes:
    """Write a list to ``target``, in place of a file that is there: the officer was asked.

    :param subject: the batch, for the audit.
    :raises OperationRefused: ``OP_EXPORT_FORBIDDEN``, ``OP_EXPORT_UNWRITABLE``.
    :raises StoreFull: there is no room; nothing is left of it.
    """
    if not ws.policy.export_allowed:
        raise OperationRefused("OP_EXPORT_FORBIDDEN")
    data = as_csv(table)
    beside = target.with_name(f".{target.name}.part")
    with ws.transaction() as writer:
        told = {"name": target.name, "rows": len(table) - 1, "sha256": sha256_hex(data)}
        writer.audit("seal.list_export", subject, told)
    try:
        with full_disk_as_error("export"):
            beside.write_bytes(data)
            beside.replace(target)
    except OSError as problem:
        why = problem.strerror or type(problem).__name__
        raise OperationRefused("OP_EXPORT_UNWRITABLE", name=target.name, why=why) from problem
    finally:
        beside.unlink(missing_ok=True)
    return Changes()


def note_list_print(ws: Workspace, subject: str, rows: int) -> Changes:
    """Note that a list goes to a printer."""
    with ws.transaction() as writer:
        writer.audit("seal.list_print", subject, {"rows": rows})
    return Changes()
