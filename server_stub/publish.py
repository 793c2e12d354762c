"""Writing into the feed: which audience has to hear of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    _announce(session, kind, doc_id, rev, audiences, rows)


def publish_many(
    session: Session, kind: ChangeKind, revs: Mapping[str, int], audiences: AbstractSet[str]
) -> None:
    """The same for many documents of the same audiences, asking for what they had once.

    :param revs: the new revision of each document.
    """
    had: dict[str, list[FeedRow]] = {doc_id: [] for doc_id in revs}
    for row in session.scalars(
        select(FeedRow).where(FeedRow.kind == kind.value, FeedRow.id.in_(had))
    ):
        had[row.id].append(row)
    for doc_id, rev in revs.items():
        _announce(session, kind, doc_id, rev, audiences, had[doc_id])


def _announce(
    session: Session,
    kind: ChangeKind,
    doc_id: str,
    rev: int,
    audiences: AbstractSet[str],
    rows: Sequence[FeedRow],
) -> None:
    known = {row.audience for row in rows}
    for row in rows:
        still_there = row.audience in audiences
        if still_there or not row.gone:
            row.rev = rev
            row.gone = not still_there
    for audience in sorted(audiences - known):
        session.add(FeedRow(audience=audience, kind=kind.value, id=doc_id, rev=rev, gone=False))
