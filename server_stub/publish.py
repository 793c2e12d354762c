"""Writing into the feed: which audience has to hear of a change."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.protocol.feed import ChangeKind
from server_stub.tables import FeedRow


def publish(
    session: Session, kind: ChangeKind, doc_id: str, rev: int, audiences: AbstractSet[str]
) -> None:
    """Announce a changed document: news for its audiences, a tombstone for those it has left."""
    rows = session.scalars(
        select(FeedRow).where(FeedRow.kind == kind.value, FeedRow.id == doc_id)
    ).all()
    known = {row.audience for row in rows}
    for row in rows:
        still_there = row.audience in audiences
        if still_there or not row.gone:
            row.rev = rev
            row.gone = not still_there
    for audience in sorted(audiences - known):
        session.add(FeedRow(audience=audience, kind=kind.value, id=doc_id, rev=rev, gone=False))
