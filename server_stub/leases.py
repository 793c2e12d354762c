"""Claims as rows: granting, ending, counting (domain §4.2 ``Claim``)."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.model import Application, Claim
from app.domain.profile import Profile
from server_stub import effects
from server_stub.clock import stamp
from server_stub.tables import ClaimRow


def grant(
    session: Session,
    application: Application,
    profile: Profile,
    *,
    user_id: str,
    user_name: str,
    org_id: str,
    device_id: str,
    now: datetime,
) -> Claim:
    """A new claim under a full lease."""
    claim = Claim(
        claim_id=uuid.uuid4().hex,
        app_id=application.app_id,
        stage_index=application.stage_index,
        user_id=user_id,
        user_name=user_name,
        device_id=device_id,
        granted_at=now,
        lease_until=effects.lease(profile, now, now),
    )
    session.add(
        ClaimRow(
            claim_id=claim.claim_id,
            app_id=claim.app_id,
            user_id=user_id,
            org_id=org_id,
            doc=claim.model_dump_json(),
        )
    )
    session.flush()
    return claim


def rewrite(session: Session, claim: Claim) -> None:
    """Store a renewed claim."""
    session.get_one(ClaimRow, claim.claim_id).doc = claim.model_dump_json()


def end(session: Session, claim: Claim, now: datetime, reason: str) -> None:
    """Close a claim; ``reason`` is released, expired, proposed or withdrawn."""
    row = session.get(ClaimRow, claim.claim_id)
    if row is not None and row.ended_at is None:
        row.ended_at = stamp(now)
        row.end_reason = reason
        session.flush()


def count_open(session: Session, user_id: str) -> int:
    """How many cases an officer holds."""
    open_claims = select(func.count()).where(
        ClaimRow.user_id == user_id, ClaimRow.ended_at.is_(None)
    )
    return session.scalar(open_claims) or 0
