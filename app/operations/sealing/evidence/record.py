"""The part of the record that a pack carries, with the hashes that let a stranger check its links.

A line holds the hash of the line before it. Lines of other cases stay here; of them the pack has
number and hash, from the line before its first one to the newest, whose hash the server knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.operations.sealing.evidence.papers import Scope
from app.protocol.canonical import canonical
from app.protocol.seal_use import ChainVerdict, walk
from app.store.audit import AuditEntry, AuditVerdict
from app.store.moments import to_ms

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

Link = tuple[int, str]
"""Number and hash of a line."""
USES, USE_CHAIN = "record/seal-uses.jsonl", "record/seal-uses-chain.json"
AUDIT, AUDIT_CHAIN = "record/actions.jsonl", "record/actions-chain.json"


@dataclass(frozen=True, slots=True)
class Record:
    """The extracts; the verdicts are of the whole chains as they stand on this machine."""

    uses: ChainVerdict
    use_links: tuple[Link, ...]
    actions: AuditVerdict
    audit: tuple[AuditEntry, ...]
    audit_links: tuple[Link, ...]


def record_of(ws: Workspace, scope: Scope) -> Record:
    """Both chains, walked, and what of them belongs to a pack."""
    subjects = {*scope.app_ids, *(line.seal_id for line in scope.uses)}
    subjects |= {line.batch_id for line in scope.uses if line.batch_id}
    with ws.journal.seals() as pages:
        verdict = walk(pages.lines())
        links = pages.links(max(scope.uses[0].seq - 1, 1)) if scope.uses else []
    audit, audit_links = ws.journal.audit_of(subjects)
    return Record(
        verdict, tuple(links), ws.journal.verify_audit(), tuple(audit), tuple(audit_links)
    )


def files_of(scope: Scope, record: Record) -> Iterable[tuple[str, bytes | dict[str, Any]]]:
    """The extracts as files of the pack: canonical lines, and the links as JSON."""
    yield USES, _lines([line.model_dump(mode="json") for line in scope.uses])
    yield (
        USE_CHAIN,
        _chain(record.use_links, record.uses.head, record.uses.lines, record.uses.broken_at),
    )
    yield AUDIT, _lines([_action(row) for row in record.audit])
    head = record.actions.head
    yield (
        AUDIT_CHAIN,
        _chain(record.audit_links, head.hash, record.actions.rows, record.actions.broken_at),
    )


def _lines(values: Sequence[Any]) -> bytes:
    return b"".join(canonical(value) + b"\n" for value in values)


def _action(row: AuditEntry) -> dict[str, Any]:
    """A row in the very form that its hash is made of, and its hash."""
    return asdict(row) | {"at": to_ms(row.at)}


def _chain(links: Sequence[Link], head: str, lines: int, broken_at: int | None) -> dict[str, Any]:
    return {
        "lines": lines,
        "head": head,
        "broken_at": broken_at,
        "links": [{"seq": seq, "hash": digest} for seq, digest in links],
    }
