"""The seals that offices have registered (domain §4.10)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from app.domain.sealing import Seal
from app.protocol.feed import ChangeKind
from server_stub import scope
from server_stub.identity import READERS, Principal
from server_stub.tables import FeedRow
from server_stub.tables_units import SealRow


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


def for_caller(session: Session, caller: Principal) -> list[Seal]:
    """The seals of the caller's office, and of the offices that the cases they see went through."""
    offices = {caller.org_id}
    if caller.has(READERS):
        owners = session.scalars(select(SealRow.org_id).distinct()).all()
        offices |= {org for org in owners if _share_a_case(session, caller.org_id, org)}
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
