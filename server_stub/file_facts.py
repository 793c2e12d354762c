"""What the server knows of files, by hash: their kind and length, and what probes found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.enums import Verb
from app.domain.file_facts import PROBE_VERSION, FileFacts, facts_from_json
from app.protocol.operations import OperationBatch, OperationKind
from server_stub.tables import BlobRow, BlobUseRow, FileFactsRow

if TYPE_CHECKING:
    from server_stub.context import Server

PATIENCE_S = 5.0
"""Seconds that a batch of decisions waits for files that are being looked into."""


def known(session: Session, hashes: Iterable[str]) -> dict[str, FileFacts]:
    """What is known of files; those that the server does not have are left out."""
    wanted = set(hashes)
    rows = session.scalars(select(BlobRow).where(BlobRow.sha256.in_(wanted)))
    facts = {row.sha256: FileFacts(magic=row.magic, bytes=row.bytes) for row in rows}
    probed = session.scalars(select(FileFactsRow).where(FileFactsRow.sha256.in_(facts)))
    return facts | {row.sha256: facts_from_json(row.body) for row in probed}


def keep(session: Session, facts: Mapping[str, FileFacts]) -> None:
    """Keep what probes found."""
    for sha256, fact in facts.items():
        session.merge(FileFactsRow(sha256=sha256, probe=fact.probe, body=fact.to_json()))


def look_at_cases(session: Session, server: Server, app_ids: Iterable[str]) -> None:
    """Have those files of cases looked into that no present probe has seen."""
    seen = exists().where(
        FileFactsRow.sha256 == BlobUseRow.sha256, FileFactsRow.probe >= PROBE_VERSION
    )
    used = select(BlobUseRow.sha256).where(BlobUseRow.app_id.in_(set(app_ids)), ~seen)
    server.probing.look_at(sorted(set(session.scalars(used))))


def await_decisions(server: Server, body: OperationBatch) -> None:
    """Before cases are passed, wait a while for their files to be looked into."""
    if not server.probing.busy:
        return
    cases = {app_id for app_id in map(_passed, body.ops) if app_id}
    with server.db.read() as session:
        used = select(BlobUseRow.sha256).where(BlobUseRow.app_id.in_(cases))
        hashes = set(session.scalars(used))
    server.probing.wait_for(hashes, PATIENCE_S)


def _passed(text: str) -> str:
    """The case that an operation passes; empty for any other operation, and for rubbish."""
    try:
        content = json.loads(text)
        passes = content["payload"]["verb"] == Verb.PASS
        return str(content["app_id"]) if content["kind"] == OperationKind.PROPOSE and passes else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
