"""Fees of a committee that collects them through the system (domain §4.7 T23–T25, P12)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from app.domain.fees import FeeOrder
from app.domain.model import Application
from app.domain.profile import Profile


def order(application: Application, profile: Profile, now: datetime) -> FeeOrder:
    """The order that is made when the last office before the committee passes a case.

    :raises LookupError: where the region takes no fees, or none at this level.
    """
    if profile.fees is None:
        raise LookupError(f"{profile.key} takes no fees")
    return FeeOrder(
        order_id=uuid.uuid4().hex,
        amount=profile.fees.amounts[application.version.declaration.level],
        created_at=now,
        due_at=now + timedelta(days=profile.fees.payment_days),
    )
