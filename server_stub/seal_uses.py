"""The record of seal uses as devices hand it in: kept line by line, held against what is known."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.protocol.canonical import canonical
from app.protocol.operations import Operation
from app.protocol.seal_use import GENESIS, SealUse, line_hash
from server_stub import audit
from server_stub.clock import stamp
from server_stub.identity import Principal
from server_stub.tables_units import SealUseRow

FORK, GAP, FORGED = "seal_use.fork", "seal_use.gap", "seal_use.forged"
"""What the audit log says where a device's lines do not follow: two lines of one number, one left
out, one whose hash is not its own or that is not of the caller's device and hand."""
_MOST: Final = 1_000
"""Lines taken of one operation."""


def keep(session: Session, caller: Principal, operation: Operation, now: datetime) -> None:
    """Keep the lines that an operation carries, whatever becomes of the operation itself.

    Only lines of the caller's own device and hand are kept, and none in the place of another; what
    does not follow is told in the audit log.
    """
    for line in _lines(operation):
        known = session.get(SealUseRow, (line.device_id, line.seq))
        if known is not None and known.hash == line.hash:
            continue
        trouble = _trouble(session, caller, line, known)
        if trouble in ("", GAP):
            session.add(
                SealUseRow(
                    device_id=line.device_id,
                    seq=line.seq,
                    app_id=line.app_id,
                    hash=line.hash,
                    doc=line.model_dump_json(),
                )
            )
            session.flush()
        audit.record(
            session,
            at=stamp(now),
            actor=caller.user_id,
            device=caller.device_id,
            action=trouble or "seal_use",
            subject=line.app_id,
            payload=canonical(line.model_dump(mode="json")),
        )


def _lines(operation: Operation) -> list[SealUse]:
    """What the payload holds of lines, in order; what is none is left out."""
    found = []
    told = operation.payload.get("uses")
    for one in told[:_MOST] if isinstance(told, list) else ():
        try:
            found.append(SealUse.model_validate(one))
        except ValidationError:
            continue
    return sorted(found, key=lambda line: line.seq)


def of_case(session: Session, app_id: str) -> list[SealUse]:
    """The lines of a case, by device and number."""
    rows = session.scalars(
        select(SealUseRow)
        .where(SealUseRow.app_id == app_id)
        .order_by(SealUseRow.device_id, SealUseRow.seq)
    )
    return [SealUse.model_validate_json(row.doc) for row in rows]


def _trouble(session: Session, caller: Principal, line: SealUse, known: SealUseRow | None) -> str:
    own = (line.device_id, line.user_id) == (caller.device_id, caller.user_id)
    if not own or line.hash != line_hash(line):
        return FORGED
    if known is not None:
        return FORK
    before = session.get(SealUseRow, (line.device_id, line.seq - 1))
    expected = before.hash if before else GENESIS if line.seq == 1 else None
    return "" if line.prev_hash == expected else GAP
