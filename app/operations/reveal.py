"""Showing a masked value; each showing is audited (ui §10 Masking)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.form import form_entries
from app.operations.envelope import find_case
from app.operations.errors import OperationRefused

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

SHOWN_FOR = timedelta(seconds=30)
"""How long a value stays on screen."""


@dataclass(frozen=True)
class Revealed:
    """A value as it is, to be hidden again after ``seconds``, at lock or window change."""

    value: str
    seconds: int = int(SHOWN_FOR.total_seconds())

    def __repr__(self) -> str:
        return "Revealed(…)"


def reveal(ws: Workspace, *, app_id: str, module: str, field: str) -> Revealed:
    """Show one value; the audit row is on the disk before the value is handed out.

    :raises OperationRefused: ``OP_HIDDEN_UNKNOWN`` where that field is not a masked one.
    """
    case = find_case(ws, app_id)
    spec = case.profile.module(module)
    masked = spec.field(field) if spec else None
    rows = form_entries(case.version, module)
    if masked is None or masked.mask is None or not rows:
        raise OperationRefused("OP_HIDDEN_UNKNOWN")
    with ws.transaction() as writer:
        writer.audit("reveal", app_id, {"module": module, "field": field})
    return Revealed(str(rows[0].values.get(field) or ""))
