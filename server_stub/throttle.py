"""Slowing down whoever guesses passwords, per account and per address (design §4)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server_stub.settings import Throttle
from server_stub.tables import ThrottleRow


def account_key(login: str) -> str:
    """The row of an account, existing or not: the answer must not tell which."""
    return f"account:{login}"


def address_key(address: str) -> str:
    """The row of an address."""
    return f"address:{address}"


def minutes_left(session: Session, policy: Throttle, keys: dict[str, int], now: datetime) -> int:
    """For how many more minutes nobody is let in; 0 when nothing is in the way.

    :param keys: row key to the number of tries it allows.
    """
    left = 0.0
    for key, tries in keys.items():
        row = session.get(ThrottleRow, key)
        if row is not None and row.failures >= tries:
            until = datetime.fromisoformat(row.last_at) + timedelta(minutes=policy.pause_minutes)
            left = max(left, (until - now).total_seconds() / 60)
    return max(0, math.ceil(left))


def count_failure(session: Session, policy: Throttle, key: str, now: datetime) -> int:
    """Note one wrong password; returns how many there were since the last pause."""
    row = session.get(ThrottleRow, key)
    if row is None:
        row = ThrottleRow(key=key, failures=0, last_at=now.isoformat())
        session.add(row)
    elif now - datetime.fromisoformat(row.last_at) >= timedelta(minutes=policy.pause_minutes):
        row.failures = 0
    row.failures += 1
    row.last_at = now.isoformat()
    session.flush()
    return row.failures


def forget(session: Session, key: str) -> None:
    """A right password clears the account."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.key == key))
