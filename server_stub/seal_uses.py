"""The record of seal uses as devices hand it in: kept line by line, held against what is known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.protocol.canonical import canonical
from app.protocol.seal_use import GENESIS, SealUse, line_hash
from server_stub import audit
from server_stub.act import Act
from server_stub.clock import stamp
from server_stub.tables_units import SealUseRow

FORK, GAP, FORGED = "seal_use.fork", "seal_use.gap", "seal_use.forged"
"""What the audit log says where a device's lines do not follow: two lines of one number, one left
out, one whose hash is not its own."""


def keep(act: Act, lines: Sequence[SealUse]) -> None:
    """Keep the lines of the caller's device; what does not follow is kept too, and told."""
    for line in sorted(lines, key=lambda one: one.seq):
        trouble = _trouble(act, line)
        if trouble != FORK:
            row = SealUseRow(
                device_id=line.device_id,
                seq=line.seq,
                app_id=line.app_id,
                hash=line.hash,
                doc=line.model_dump_json(),
            )
            act.session.merge(row)
            act.session.flush()
        audit.record(
            act.session,
            at=stamp(act.now),
            actor=act.caller.user_id,
            device=act.caller.device_id,
            action=trouble or "seal_use",
            subject=line.app_id,
            payload=canonical(line.model_dump(mode="json")),
        )


def of_case(session: Session, app_id: str) -> list[SealUse]:
    """The lines of a case, by device and number."""
    rows = session.scalars(
        select(SealUseRow)
        .where(SealUseRow.app_id == app_id)
        .order_by(SealUseRow.device_id, SealUseRow.seq)
    )
    return [SealUse.model_validate_json(row.doc) for row in rows]


def _trouble(act: Act, line: SealUse) -> str:
    if line.hash != line_hash(line) or line.device_id != act.caller.device_id:
        return FORGED
    known = act.session.get(SealUseRow, (line.device_id, line.seq))
    if known is not None:
        return "" if known.hash == line.hash else FORK
    before = act.session.get(SealUseRow, (line.device_id, line.seq - 1))
    expected = before.hash if before else GENESIS if line.seq == 1 else None
    return "" if line.prev_hash == expected else GAP
