"""The seals that offices have registered (domain §4.10)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.sealing import Seal
from server_stub.tables_units import SealRow


def save_seal(session: Session, seal: Seal) -> None:
    """Write a seal, new or changed."""
    row = SealRow(seal_id=seal.seal_id, org_id=seal.owner_org, doc=seal.model_dump_json())
    session.merge(row)
    session.flush()


def of_offices(session: Session, org_ids: Iterable[str]) -> list[Seal]:
    """The seals of these offices, by their id."""
    rows = session.scalars(
        select(SealRow).where(SealRow.org_id.in_(set(org_ids))).order_by(SealRow.seal_id)
    )
    return [Seal.model_validate_json(row.doc) for row in rows]
