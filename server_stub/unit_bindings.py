"""Who belongs to which unit (domain §1.3 S0 五): bound by the office, or by a key of the unit."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server_stub.tables_units import BindingRow, UnitKeyRow


def bind(session: Session, person_id: str, org_id: str, *, key_id: str = "", at: str = "") -> None:
    """Make a person belong to a unit, and to no other."""
    session.merge(BindingRow(person_id=person_id, org_id=org_id, key_id=key_id, bound_at=at))
    session.flush()


def is_bound(session: Session, person_id: str, org_id: str) -> bool:
    """Whether the person belongs to the unit by a binding that still holds (R212).

    A key that runs out binds nobody new; only one that is revoked sets free whom it bound.
    """
    found = session.get(BindingRow, person_id)
    if found is None or found.org_id != org_id:
        return False
    key = session.get(UnitKeyRow, found.key_id) if found.key_id else None
    return not found.key_id or (key is not None and key.revoked_at is None)
