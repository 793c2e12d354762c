"""New files outside the home: allowed by policy, audited before they begin, whole or not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.operations.errors import OperationRefused
from app.store.errors import full_disk_as_error

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


@contextmanager
def new_file(
    ws: Workspace, target: Path, action: str, subject: str, told: Mapping[str, object]
) -> Iterator[BinaryIO]:
    """A file that must not exist yet, for the block that writes it.

    The audit row, ``told`` with the file's name, stands before the block begins. What was begun is
    removed where the block fails.

    :param action: what the audit calls it.
    :param subject: the case it is about; empty where there is none.
    :raises OperationRefused: ``OP_EXPORT_FORBIDDEN``, ``OP_EXPORT_EXISTS``,
        ``OP_EXPORT_UNWRITABLE``.
    :raises StoreFull: there is no room at ``target``.
    """
    if not ws.policy.export_allowed:
        raise OperationRefused("OP_EXPORT_FORBIDDEN")
    try:
        file = target.open("xb")
    except FileExistsError as problem:
        raise OperationRefused("OP_EXPORT_EXISTS", name=target.name) from problem
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise OperationRefused("OP_EXPORT_UNWRITABLE", name=target.name, why=why) from problem
    try:
        with ws.transaction() as writer:
            writer.audit(action, subject, {**told, "name": target.name})
        with full_disk_as_error("export"), file:
            yield file
    except BaseException:
        file.close()
        target.unlink(missing_ok=True)
        raise
