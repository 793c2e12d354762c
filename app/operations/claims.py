"""签收: taking cases, keeping and giving them back. Only the server can say yes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from app.operations.errors import OperationRefused
from app.protocol.feed import ClaimAnswer

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from app.sync.engine import SyncEngine


def claim(ws: Workspace, *, app_ids: Sequence[str]) -> Future[ClaimAnswer]:
    """Ask for the lease of cases; each has its own result.

    :raises OperationRefused: ``OP_NEEDS_ONLINE``.
    """
    _note(ws, "claim", app_ids)
    return _engine(ws).claim(list(app_ids))


def renew(ws: Workspace, *, app_ids: Sequence[str]) -> Future[ClaimAnswer]:
    """Lengthen the leases of cases that one holds.

    :raises OperationRefused: ``OP_NEEDS_ONLINE``.
    """
    _note(ws, "renew", app_ids)
    return _engine(ws).renew(list(app_ids))


def release(ws: Workspace, *, app_ids: Sequence[str]) -> Future[ClaimAnswer]:
    """Give cases back; drafts stay on this machine.

    :raises OperationRefused: ``OP_NEEDS_ONLINE``.
    """
    _note(ws, "release", app_ids)
    return _engine(ws).release(list(app_ids))


def _engine(ws: Workspace) -> SyncEngine:
    if ws.sync is None:
        raise OperationRefused("OP_NEEDS_ONLINE")
    return ws.sync


def _note(ws: Workspace, action: str, app_ids: Sequence[str]) -> None:
    """An asking is audited, whatever the answer; the server keeps what came of it."""
    _engine(ws)
    with ws.transaction() as writer:
        for app_id in app_ids:
            writer.audit(action, app_id)
