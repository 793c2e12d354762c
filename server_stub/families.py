"""Token families: a short access token and a refresh token that changes with every use (design §4).

A refresh token is the signed name of a family and a number. The newest number and, for a minute,
the one before it are good; the one before gets the same successor again, so that a lost reply
signs nobody out. Any older number is a copy in other hands and ends the family.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from server_stub.clock import stamp
from server_stub.settings import Settings
from server_stub.signing import ForgedError, Signer
from server_stub.tables import FamilyRow

_ACCESS = "access"
_REFRESH = "refresh"


@dataclass(frozen=True)
class Tokens:
    """What a device holds after signing in or refreshing."""

    access: str
    refresh: str
    expires_in: int


@dataclass(frozen=True)
class AccessClaim:
    """What a valid access token says; ``expired`` is judged by the caller's code."""

    user_id: str
    family_id: str
    expired: bool


class Families:
    """Opens, rotates and ends token families."""

    def __init__(self, signer: Signer, settings: Settings) -> None:
        self._signer = signer
        self._settings = settings

    def start(self, session: Session, user_id: str, device_id: str, now: datetime) -> Tokens:
        """A new family for one device."""
        family = FamilyRow(
            family_id=uuid.uuid4().hex,
            user_id=user_id,
            device_id=device_id,
            counter=0,
            rotated_at=stamp(now),
            expires_at=self._end(now),
        )
        session.add(family)
        session.flush()
        return self._tokens(family, now)

    def rotate(
        self, session: Session, refresh: str, device_id: str, now: datetime
    ) -> tuple[str, Tokens] | None:
        """The owner and the next tokens, or None when the token is worth nothing any more.

        A reuse ends the family in this transaction; the caller must commit before it answers.
        """
        named = self._read_refresh(refresh)
        family = session.get(FamilyRow, named[0]) if named else None
        if named is None or family is None or not self._alive(family, now):
            return None
        if family.device_id != device_id:
            self._end_family(family, now)
            return None
        number = named[1]
        if number >= family.counter:  # above: this database came back from an older copy
            family.counter = number + 1
            family.rotated_at = stamp(now)
            family.expires_at = self._end(now)
        elif number < family.counter - 1 or not self._within_grace(family, now):
            self._end_family(family, now)
            return None
        session.flush()
        return family.user_id, self._tokens(family, now)

    def revoke(self, session: Session, refresh: str, now: datetime) -> FamilyRow | None:
        """End the family a token belongs to; returns it, or None for a token of nobody."""
        named = self._read_refresh(refresh)
        family = session.get(FamilyRow, named[0]) if named else None
        if family is not None and family.revoked_at is None:
            self._end_family(family, now)
        return family

    def read_access(self, token: str, now: datetime) -> AccessClaim | None:
        """What an access token says, or None for a string that is not one of ours."""
        try:
            content = self._signer.unpack(_ACCESS, token)
        except ForgedError:
            return None
        return AccessClaim(content["u"], content["f"], content["e"] <= now.timestamp())

    def is_alive(self, session: Session, family_id: str, now: datetime) -> FamilyRow | None:
        """The family if it has been neither revoked nor outlived."""
        family = session.get(FamilyRow, family_id)
        return family if family is not None and self._alive(family, now) else None

    def _read_refresh(self, token: str) -> tuple[str, int] | None:
        try:
            content = self._signer.unpack(_REFRESH, token)
        except ForgedError:
            return None
        return str(content["f"]), int(content["n"])

    def _tokens(self, family: FamilyRow, now: datetime) -> Tokens:
        seconds = self._settings.access_seconds
        expiry = now.timestamp() + seconds
        access = {"u": family.user_id, "f": family.family_id, "e": expiry}
        refresh = {"f": family.family_id, "n": family.counter}
        return Tokens(
            self._signer.pack(_ACCESS, access), self._signer.pack(_REFRESH, refresh), seconds
        )

    def _alive(self, family: FamilyRow, now: datetime) -> bool:
        return family.revoked_at is None and stamp(now) < family.expires_at

    def _within_grace(self, family: FamilyRow, now: datetime) -> bool:
        grace = timedelta(seconds=self._settings.refresh_grace_seconds)
        return now - datetime.fromisoformat(family.rotated_at) <= grace

    def _end(self, now: datetime) -> str:
        return stamp(now + timedelta(seconds=self._settings.refresh_seconds))

    @staticmethod
    def _end_family(family: FamilyRow, now: datetime) -> None:
        family.revoked_at = stamp(now)
