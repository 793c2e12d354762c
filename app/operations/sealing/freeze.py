"""Having a seal frozen: a key was lost, or somebody else may know its PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.operations.errors import OperationRefused

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

LEAST_REASON: Final = 4
"""Characters that a reason has at least; it stands in the registry's history."""
_WAIT_S: Final = 60.0


def freeze_seal(ws: Workspace, seal_id: str, reason: str) -> None:
    """Have the server freeze a seal, here and on every machine. Blocks until it has answered.

    Only the registrar can let it be used again. The asking is audited, whatever the answer.

    :raises OperationRefused: ``OP_NEEDS_ONLINE``, ``own_seals.reason_short``.
    :raises SyncError: the server said no, or could not be asked.
    """
    said = reason.strip()
    if len(said) < LEAST_REASON:
        raise OperationRefused("own_seals.reason_short", least=str(LEAST_REASON))
    if ws.sync is None:
        raise OperationRefused("OP_NEEDS_ONLINE")
    with ws.transaction() as writer:
        writer.audit("seal.freeze", seal_id, {"reason": said})
    ws.sync.freeze_seal(seal_id, said).result(_WAIT_S)
