"""Recusal (回避, N8): a case is hidden from an officer who declared themselves biased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.protocol.feed import ChangeKind
from server_stub.clock import stamp
from server_stub.db import next_rev
from server_stub.tables import FeedRow, RecusalRow


def personal_audience(user_id: str) -> str:
    """The audience of one person: what is told to nobody else."""
    return f"user:{user_id}"


def declare(session: Session, user_id: str, app_id: str, reason: str, now: datetime) -> None:
    """Hide a case from a person; their next pull brings a tombstone."""
    session.merge(RecusalRow(user_id=user_id, app_id=app_id, reason=reason, at=stamp(now)))
    session.merge(
        FeedRow(
            audience=personal_audience(user_id),
            kind=ChangeKind.APPLICATION.value,
            id=app_id,
            rev=next_rev(session),
            gone=True,
        )
    )
    session.flush()


def declared(session: Session, user_id: str, app_id: str) -> bool:
    """Whether the person recused themselves from the case."""
    return session.get(RecusalRow, (user_id, app_id)) is not None


def hidden_from(user_id: str) -> Select[str]:
    """The cases that a person does not see."""
    return select(RecusalRow.app_id).where(RecusalRow.user_id == user_id)
