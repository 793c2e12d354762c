"""Lifting the lock of a key after too many wrong PINs: the registrar's word, and on the record.

Whoever looks after the seals makes sure who asks, freezes the seal and lets it be used again; the
registry brings that here. Nothing on this machine alone lifts a lock.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.sealing import Seal, SealStatus
from app.operations.sealing.registry import known_seals
from app.seal.pin_guard import PinGuard

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def is_lifted(guard: PinGuard, seal: Seal) -> bool:
    """Whether a key is locked here and its seal was frozen and let go again since."""
    since = guard.locked_since
    return since is not None and any(
        before.status is SealStatus.FROZEN and after.status is SealStatus.ACTIVE
        for before, after in pairwise(seal.history)
        if before.at > since
    )


def lift(ws: Workspace, seal_id: str, guard: PinGuard) -> None:
    """Give all tries back where :func:`is_lifted` says so, with a row in the audit."""
    if guard.locked_since is None:
        return
    seal = next((one for one in known_seals(ws) if one.seal_id == seal_id), None)
    if seal is not None and is_lifted(guard, seal):
        with ws.transaction() as writer:
            writer.audit("seal.pin_unlocked", seal_id, {"by": seal.history[-1].by})
        guard.reset()
