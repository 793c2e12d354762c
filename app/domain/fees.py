"""Fees and the mailing of certificates (domain §4.2 ``FeeOrder``, §1.3 B16, B22)."""

from __future__ import annotations

from pydantic import AwareDatetime

from app.domain.entity import Entity
from app.domain.enums import OpenEnum


class FeeStatus(OpenEnum):
    """Where a fee stands; paid and verified are two steps (P12)."""

    UNPAID = "UNPAID"
    PAID_UNVERIFIED = "PAID_UNVERIFIED"
    VERIFIED = "VERIFIED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


class FeeOrder(Entity):
    """A fee of one application; amounts are fen."""

    order_id: str
    amount: int
    paid_amount: int | None = None
    channel: str = ""
    status: FeeStatus = FeeStatus.UNPAID
    created_at: AwareDatetime
    due_at: AwareDatetime | None = None
    paid_at: AwareDatetime | None = None
    verified_at: AwareDatetime | None = None


class Mailing(Entity):
    """Where a certificate is sent, if the office mails it (P13)."""

    wanted: bool = False
    name: str = ""
    address: str = ""
    phone: str = ""
