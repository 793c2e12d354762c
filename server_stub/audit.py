"""The audit log: each line carries a hash over itself and the line before (domain §4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.protocol.canonical import canonical, sha256_hex
from server_stub.tables import AuditRow

GENESIS = "0" * 64


@dataclass(frozen=True)
class AuditHead:
    """The newest line's number and hash; 0 and zeros for an empty log."""

    seq: int
    hash: str


def head(session: Session) -> AuditHead:
    """Where the log stands."""
    last = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).first()
    return AuditHead(last.seq, last.hash) if last else AuditHead(0, GENESIS)


def record(
    session: Session,
    *,
    at: str,
    actor: str,
    action: str,
    subject: str,
    device: str = "",
    payload: bytes = b"",
) -> None:
    """Append one line, in the transaction of what it tells about."""
    before = head(session)
    row = AuditRow(
        seq=before.seq + 1,
        at=at,
        actor=actor,
        device=device,
        action=action,
        subject=subject,
        payload_sha256=sha256_hex(payload),
        prev_hash=before.hash,
        hash="",
    )
    row.hash = line_hash(row)
    session.add(row)
    session.flush()


def line_hash(row: AuditRow) -> str:
    """The hash of a line: SHA-256 over the RFC 8785 form of all its other columns."""
    return sha256_hex(
        canonical(
            {
                "seq": row.seq,
                "at": row.at,
                "actor": row.actor,
                "device": row.device,
                "action": row.action,
                "subject": row.subject,
                "payload_sha256": row.payload_sha256,
                "prev_hash": row.prev_hash,
            }
        )
    )


def breaks(session: Session) -> Iterator[int]:
    """The numbers of the lines that do not fit to what stands before them; none in a whole log."""
    previous = AuditHead(0, GENESIS)
    for row in session.scalars(select(AuditRow).order_by(AuditRow.seq)):
        fits = row.seq == previous.seq + 1 and row.prev_hash == previous.hash
        if not fits or row.hash != line_hash(row):
            yield row.seq
        previous = AuditHead(row.seq, row.hash)
