"""The seals that offices have registered (domain §4.10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from app.domain.sealing import Seal
from app.protocol.feed import ChangeKind
from server_stub import scope
from server_stub.identity import READERS, Principal
from server_stub.tables import FeedRow
from server_stub.tables_units import SealRow

_AGAIN: Final = timedelta(minutes=10)


def save_seal(session: Session, seal: Seal) -> None:
    """Write a seal, new or changed."""
    row = SealRow(seal_id=seal.seal_id, org_id=seal.owner_org, doc=seal.model_dump_json())
    session.merge(row)
    session.flush()


def find(session: Session, seal_id: str) -> Seal | None:
    """A seal by its id."""
    row = session.get(SealRow, seal_id)
    return Seal.model_validate_json(row.doc) if row else None


def every(session: Session) -> list[Seal]:
    """All seals, by their id."""
    rows = session.scalars(select(SealRow).order_by(SealRow.seal_id))
    return [Seal.model_validate_json(row.doc) for row in rows]


def of_offices(session: Session, org_ids: Iterable[str]) -> list[Seal]:
    """The seals of these offices, by their id."""
    rows = session.scalars(
        select(SealRow).where(SealRow.org_id.in_(set(org_ids))).order_by(SealRow.seal_id)
    )
    return [Seal.model_validate_json(row.doc) for row in rows]


class Neighbours:
    """Which offices share a case with which. Every machine asks at every sync, and to look through
    the cases of an office for each of all the others is dear: what was found is remembered, that
    nothing was found for ten minutes.
    """

    def __init__(self) -> None:
        self._shared: set[tuple[str, str]] = set()
        self._not_before: dict[tuple[str, str], datetime] = {}

    def share(self, session: Session, org_id: str, other: str, now: datetime) -> bool:
        """Whether an office sees a case that the other has had."""
        pair = (org_id, other)
        if pair in self._shared:
            return True
        again = self._not_before.get(pair)
        if again is not None and now < again:
            return False
        if _share_a_case(session, org_id, other):
            self._shared.add(pair)
            return True
        self._not_before[pair] = now + _AGAIN
        return False


def for_caller(
    session: Session, caller: Principal, neighbours: Neighbours, now: datetime
) -> list[Seal]:
    """The seals of the caller's office, and of the offices that the cases they see went through."""
    offices = {caller.org_id}
    if caller.has(READERS):
        for org in session.scalars(select(SealRow.org_id).distinct()).all():
            if org not in offices and neighbours.share(session, caller.org_id, org, now):
                offices.add(org)
    return of_offices(session, offices)


def _share_a_case(session: Session, org_id: str, other: str) -> bool:
    own, theirs = aliased(FeedRow), aliased(FeedRow)
    kind = ChangeKind.APPLICATION.value
    both = (
        exists()
        .where(own.audience == scope.audience_of(org_id), own.kind == kind, own.gone.is_(False))
        .where(theirs.audience == scope.audience_of(other), theirs.kind == kind)
        .where(theirs.id == own.id)
    )
    return bool(session.scalar(select(both)))
