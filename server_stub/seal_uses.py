"""The record of seal uses as devices hand it in: kept line by line, held against what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ValidationError
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from app.protocol.canonical import canonical, sha256_hex
from app.protocol.operations import Operation
from app.protocol.seal_heads import MOST_LINES, ChainHead
from app.protocol.seal_use import GENESIS, SealUse, line_hash
from server_stub import audit
from server_stub.clock import stamp
from server_stub.identity import Principal
from server_stub.tables import AuditRow
from server_stub.tables_units import SealRow, SealUseRow

TOLD, FORK, GAP, FORGED = "seal_use", "seal_use.fork", "seal_use.gap", "seal_use.forged"
"""What the audit log says of a line: it was told, or it does not follow: two lines of one number,
one left out, one whose hash is not its own or that is not of the caller's device, hand, office."""
ROLLED_BACK: Final = "seal_use.rolled_back"
"""The device knows less of its own past than it has told before."""


def keep(session: Session, caller: Principal, operation: Operation, now: datetime) -> None:
    """Keep the lines that an operation carries, whatever becomes of the operation itself."""
    take(session, caller, _lines(operation), now)


def take(session: Session, caller: Principal, lines: Iterable[SealUse], now: datetime) -> set[str]:
    """Keep lines of the caller's own device and hand, none in the place of another.

    What does not follow is told in the audit log, once.

    :return: what was found wrong.
    """
    found: set[str] = set()
    for line in sorted(lines, key=lambda one: one.seq):
        known = session.get(SealUseRow, (line.device_id, line.seq))
        if known is not None and known.hash == line.hash:
            continue
        trouble = _trouble(session, caller, line, known)
        found |= {trouble} - {""}
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
        _note(session, caller, trouble or TOLD, line.app_id, line, now)
    return found


def compare(session: Session, caller: Principal, head: ChainHead, now: datetime) -> set[str]:
    """Hold the head that a device tells against what it told before.

    :return: FORK or ROLLED_BACK; empty where it follows.
    """
    newest = newest_of(session, caller.device_id)
    known = session.get(SealUseRow, (caller.device_id, head.seq)) if head.seq else None
    trouble = ""
    if known is not None and known.hash != head.hash:
        trouble = FORK
    elif head.seq < newest:
        trouble = ROLLED_BACK
    if trouble:
        _note(session, caller, trouble, caller.device_id, head, now)
    return {trouble} - {""}


def whole_of(session: Session, device_id: str) -> ChainHead:
    """The newest line of a device up to which none is missing."""
    if session.get(SealUseRow, (device_id, 1)) is None:
        return ChainHead()
    line, after = aliased(SealUseRow), aliased(SealUseRow)
    follows = exists().where(after.device_id == device_id, after.seq == line.seq + 1)
    last = select(line).where(line.device_id == device_id, ~follows).order_by(line.seq).limit(1)
    row = session.scalars(last).one()
    return ChainHead(seq=row.seq, hash=row.hash)


def newest_of(session: Session, device_id: str) -> int:
    """The highest number that is kept of a device; 0 for none."""
    wanted = select(func.max(SealUseRow.seq)).where(SealUseRow.device_id == device_id)
    return int(session.scalar(wanted) or 0)


def of_case(session: Session, app_id: str) -> list[SealUse]:
    """The lines of a case, by device and number."""
    rows = session.scalars(
        select(SealUseRow)
        .where(SealUseRow.app_id == app_id)
        .order_by(SealUseRow.device_id, SealUseRow.seq)
    )
    return [SealUse.model_validate_json(row.doc) for row in rows]


def of_device(session: Session, device_id: str) -> Iterator[SealUse]:
    """The lines of a device, oldest first."""
    wanted = select(SealUseRow.doc).where(SealUseRow.device_id == device_id)
    for doc in session.scalars(wanted.order_by(SealUseRow.seq)):
        yield SealUse.model_validate_json(doc)


def heads_of(session: Session, device_id: str, after: int) -> list[ChainHead]:
    """Number and hash of a device's lines behind a number."""
    wanted = (
        select(SealUseRow.seq, SealUseRow.hash)
        .where(SealUseRow.device_id == device_id, SealUseRow.seq > after)
        .order_by(SealUseRow.seq)
        .limit(MOST_LINES)
    )
    return [ChainHead(seq=row.seq, hash=row.hash) for row in session.execute(wanted)]


def _lines(operation: Operation) -> list[SealUse]:
    """What the payload holds of lines; what is none is left out."""
    found = []
    told = operation.payload.get("uses")
    for one in told[:MOST_LINES] if isinstance(told, list) else ():
        try:
            found.append(SealUse.model_validate(one))
        except ValidationError:
            continue
    return found


def _trouble(session: Session, caller: Principal, line: SealUse, known: SealUseRow | None) -> str:
    own = (line.device_id, line.user_id) == (caller.device_id, caller.user_id)
    seal = session.get(SealRow, line.seal_id)
    if seal is not None and seal.org_id != caller.org_id:
        own = False  # nobody writes into the record of another office's seal
    if not own or line.hash != line_hash(line):
        return FORGED
    if known is not None:
        return FORK
    before = session.get(SealUseRow, (line.device_id, line.seq - 1))
    after = session.get(SealUseRow, (line.device_id, line.seq + 1))
    if after is not None and SealUse.model_validate_json(after.doc).prev_hash != line.hash:
        return FORK
    if before is None and line.seq > 1:
        return GAP
    expected = before.hash if before is not None else GENESIS
    return "" if line.prev_hash == expected else FORK


def _note(
    session: Session, caller: Principal, action: str, subject: str, what: BaseModel, now: datetime
) -> None:
    """Tell it in the audit log; trouble that was told already is not told at every sync again."""
    payload = canonical(what.model_dump(mode="json"))
    told = exists().where(
        AuditRow.action == action,
        AuditRow.device == caller.device_id,
        AuditRow.payload_sha256 == sha256_hex(payload),
    )
    if action != TOLD and session.scalar(select(told)):
        return
    audit.record(
        session,
        at=stamp(now),
        actor=caller.user_id,
        device=caller.device_id,
        action=action,
        subject=subject,
        payload=payload,
    )
