"""The hash chain of what an officer did on this device (design §3).

Each row carries the hash of the row before it. A changed, removed or inserted row breaks the
chain; that the end was cut off shows at the server, which keeps the last head it was told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from app.protocol.canonical import canonical, sha256_hex
from app.store.journal_schema import audit
from app.store.moments import from_ms, to_ms

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row. ``subject`` is what it was done to, an application id as a rule."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    payload_sha256: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest row; sequence 0 and :data:`GENESIS` where there is none."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the chain holds; ``broken_at`` is the sequence of the first row that does not."""

    rows: int
    head: AuditHead
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """No row was changed, removed or inserted."""
        return self.broken_at is None


def entry_hash(
    seq: int, at: int, actor: str, action: str, subject: str, payload_sha256: str, prev_hash: str
) -> str:
    """SHA-256 of the canonical form of a row without its hash; ``at`` in milliseconds."""
    row = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "payload_sha256": payload_sha256,
        "prev_hash": prev_hash,
    }
    return sha256_hex(canonical(row))


def head(connection: Connection) -> AuditHead:
    """The newest row of the chain."""
    newest = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
    row = connection.execute(newest).first()
    return AuditHead(row.seq, row.hash) if row else AuditHead(0, GENESIS)


def append(
    connection: Connection, *, at: datetime, actor: str, action: str, subject: str, payload: bytes
) -> AuditEntry:
    """Add a row behind the newest; only the hash of ``payload`` is kept."""
    last = head(connection)
    seq, moment, digest = last.seq + 1, to_ms(at), sha256_hex(payload)
    own = entry_hash(seq, moment, actor, action, subject, digest, last.hash)
    values = (seq, moment, actor, action, subject, digest, last.hash, own)
    connection.execute(audit.insert().values(values))
    return AuditEntry(seq, at, actor, action, subject, digest, last.hash, own)


def entries(connection: Connection, limit: int) -> list[AuditEntry]:
    """The newest rows, newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(limit))
    return [AuditEntry(row.seq, from_ms(row.at), *row[2:]) for row in rows]


def of_subjects(
    connection: Connection, subjects: Collection[str]
) -> tuple[list[AuditEntry], list[tuple[int, str]]]:
    """The rows of some subjects, oldest first, and number and hash of every row from the one
    before the first of them on: enough to check the links with no word of other rows.
    """
    wanted = select(audit).where(audit.c.subject.in_(sorted(subjects))).order_by(audit.c.seq)
    rows = [AuditEntry(row.seq, from_ms(row.at), *row[2:]) for row in connection.execute(wanted)]
    if not rows:
        return [], []
    links = select(audit.c.seq, audit.c.hash).where(audit.c.seq >= rows[0].seq - 1)
    found = connection.execute(links.order_by(audit.c.seq))
    return rows, [(row.seq, row.hash) for row in found]


def verify(connection: Connection) -> AuditVerdict:
    """Walk the whole chain."""
    last = AuditHead(0, GENESIS)
    count = 0
    broken: int | None = None
    for row in connection.execute(select(audit).order_by(audit.c.seq)):
        count += 1
        own = entry_hash(
            row.seq, row.at, row.actor, row.action, row.subject, row.payload_sha256, row.prev_hash
        )
        holds = row.seq == last.seq + 1 and row.prev_hash == last.hash and row.hash == own
        if not holds and broken is None:
            broken = row.seq
        last = AuditHead(row.seq, row.hash)
    return AuditVerdict(count, last, broken)
