"""机构秘钥 (S0 五): what a unit gives to its people so that they can say that they belong to it.

Only a keyed hash of a secret is kept; it is shown once, when it is made.
"""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server_stub.clock import stamp
from server_stub.context import Server
from server_stub.problems import ApiError, not_found
from server_stub.tables_units import BindingRow, UnitKeyRow

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters that look like digits
_GROUPS, _IN_GROUP = 4, 5
_NOISE = re.compile(r"[\s\-]+")
_PURPOSE = "unit-key"


class KeyState(StrEnum):
    """Whether a key binds anybody."""

    LIVE = "LIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class UnitKey(BaseModel):
    """A key as its unit sees it, without the secret; ``bound_count`` people came by it."""

    key_id: str
    org_id: str
    created_at: AwareDatetime
    created_by: str
    expires_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    state: KeyState
    bound_count: int


class NewUnitKey(UnitKey):
    """A key that was just made; ``secret`` is never told again."""

    secret: str


def generate(
    session: Session, server: Server, org_id: str, user_id: str, days: int | None
) -> NewUnitKey:
    """A new key of a unit, for ``days`` from now, or until it is taken back."""
    now = server.clock.now()
    secret = "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_IN_GROUP)) for _ in range(_GROUPS)
    )
    row = UnitKeyRow(
        key_id=f"key-{uuid.uuid4().hex}",
        org_id=org_id,
        secret_mac=_mac(server, secret),
        created_at=stamp(now),
        created_by=user_id,
        expires_at=stamp(now + timedelta(days=days)) if days is not None else None,
    )
    session.add(row)
    session.flush()
    return NewUnitKey(**view(session, row, now).model_dump(), secret=secret)


def listed(session: Session, org_id: str, now: datetime) -> list[UnitKey]:
    """All keys of a unit, the newest first."""
    rows = session.scalars(
        select(UnitKeyRow)
        .where(UnitKeyRow.org_id == org_id)
        .order_by(UnitKeyRow.created_at.desc(), UnitKeyRow.key_id)
    )
    return [view(session, row, now) for row in rows]


def own_key(session: Session, org_id: str, key_id: str) -> UnitKeyRow:
    """A key of that unit.

    :raises ApiError: 404, also where it is another unit's.
    """
    row = session.get(UnitKeyRow, key_id)
    if row is None or row.org_id != org_id:
        raise not_found()
    return row


def end(row: UnitKeyRow, now: datetime) -> None:
    """Let a key bind nobody from now on; whom it has bound stays bound."""
    if row.expires_at is None or row.expires_at > stamp(now):
        row.expires_at = stamp(now)


def revoke(session: Session, row: UnitKeyRow, now: datetime) -> list[str]:
    """Take a key back together with what it bound; returns the people it had bound."""
    if row.revoked_at is None:
        row.revoked_at = stamp(now)
    session.flush()
    bound = select(BindingRow.person_id).where(BindingRow.key_id == row.key_id)
    return list(session.scalars(bound))


def redeem(session: Session, server: Server, secret: str, now: datetime) -> UnitKeyRow:
    """The live key that a secret belongs to.

    :raises ApiError: 422 UNIT_KEY_UNKNOWN, UNIT_KEY_EXPIRED or UNIT_KEY_REVOKED.
    """
    row = session.scalars(
        select(UnitKeyRow).where(UnitKeyRow.secret_mac == _mac(server, secret))
    ).first()
    if row is None:
        raise ApiError(422, "UNIT_KEY_UNKNOWN")
    state = _state(row, now)
    if state is not KeyState.LIVE:
        raise ApiError(422, f"UNIT_KEY_{state.value}")
    return row


def view(session: Session, row: UnitKeyRow, now: datetime) -> UnitKey:
    """A key as its unit sees it."""
    bound = select(func.count()).where(BindingRow.key_id == row.key_id)
    return UnitKey.model_validate(
        {
            "key_id": row.key_id,
            "org_id": row.org_id,
            "created_at": row.created_at,
            "created_by": row.created_by,
            "expires_at": row.expires_at,
            "revoked_at": row.revoked_at,
            "state": _state(row, now),
            "bound_count": session.scalar(bound) or 0,
        }
    )


def _state(row: UnitKeyRow, now: datetime) -> KeyState:
    if row.revoked_at is not None:
        return KeyState.REVOKED
    over = row.expires_at is not None and row.expires_at <= stamp(now)
    return KeyState.EXPIRED if over else KeyState.LIVE


def _mac(server: Server, secret: str) -> str:
    plain = _NOISE.sub("", secret).upper()
    return server.signer.mac(_PURPOSE, plain.encode()).hex()
