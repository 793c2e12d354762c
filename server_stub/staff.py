"""The people of an office."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import OrgKind
from app.domain.workflow import Seat, roles_of
from server_stub.tables import UserRow


def reviewers(session: Session, org_id: str, kind: OrgKind) -> int:
    """How many accounts of an office handle or approve cases at a node of that kind."""
    seats = roles_of(Seat.HANDLER, kind) | roles_of(Seat.APPROVER, kind)
    rows = session.scalars(
        select(UserRow.roles).where(UserRow.org_id == org_id, UserRow.disabled.is_(False))
    )
    return sum(1 for roles in rows if seats & set(json.loads(roles)))
