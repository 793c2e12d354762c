"""Fees (S1 3.6, S2 ★; domain §4.7 T23, T24): the order and its payment. Pure.

An order comes into being when the last office before a committee passes a case and that committee
collects through the system. Paying and verifying are two steps (P12); verifying sends the case on
and is :mod:`server_stub.onward`'s.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from app.domain.enums import Status
from app.domain.fees import FeeOrder, FeeStatus
from app.domain.model import Application
from app.domain.profile import Profile
from app.domain.refusal import Refusal
from server_stub import effects_onward

Who = tuple[str, str]
"""User id and name of who acts."""


def amount_of(application: Application, profile: Profile) -> int | None:
    """What the region takes for the level, in fen; None where it takes nothing."""
    level = application.version.declaration.level
    return profile.fees.amounts.get(level) if profile.fees is not None else None


def order(application: Application, profile: Profile, now: datetime) -> FeeOrder | None:
    """The order that is made when the last office before the committee passes a case (T23).

    None where the region takes nothing for the level.
    """
    amount = amount_of(application, profile)
    if profile.fees is None or amount is None:
        return None
    return FeeOrder(
        order_id=f"F-{uuid.uuid4().hex[:12].upper()}",
        amount=amount,
        created_at=now,
        due_at=now + timedelta(days=profile.fees.payment_days),
    )


def payment_refusal(application: Application, now: datetime) -> Refusal | None:
    """Why nothing can be paid now (T24): no order, or its window is over."""
    fee = application.fee
    if fee is None or fee.status is not FeeStatus.UNPAID:
        return Refusal("FEE_NOT_DUE")
    if fee.due_at is not None and now > fee.due_at:
        return Refusal("PAYMENT_WINDOW_OVER", {"due": fee.due_at.isoformat()})
    return None


def pay(
    application: Application, amount: int, channel: str, now: datetime, who: Who
) -> Application:
    """T24: AWAITING_PAYMENT → PAID_UNVERIFIED. ``amount`` is what the channel reports, in fen."""
    assert application.fee is not None
    fee = application.fee.model_copy(
        update={
            "paid_amount": amount,
            "channel": channel,
            "paid_at": now,
            "status": FeeStatus.PAID_UNVERIFIED,
        }
    )
    return effects_onward.act(
        application, "pay", op_id="", actor_id=who[0], actor_name=who[1], now=now,
        status=Status.PAID_UNVERIFIED, params={"amount": yuan(amount)}, fee=fee,
    )  # fmt: skip


def extend(
    application: Application, until: datetime, reason: str, now: datetime, who: Who
) -> Application:
    """A longer payment window, or one opened again."""
    assert application.fee is not None
    return effects_onward.act(
        application, "extend_payment", op_id="", actor_id=who[0], actor_name=who[1], now=now,
        params={"until": until.isoformat(), "reason": reason},
        fee=application.fee.model_copy(update={"due_at": until}),
    )  # fmt: skip


def release(application: Application, reason: str, now: datetime, who: Who) -> Application:
    """PAID_UNVERIFIED → AWAITING_PAYMENT: a wrong amount goes back to the payer."""
    assert application.fee is not None
    fee = application.fee.model_copy(
        update={"status": FeeStatus.UNPAID, "paid_amount": None, "paid_at": None, "channel": ""}
    )
    return effects_onward.act(
        application, "release_fee", op_id="", actor_id=who[0], actor_name=who[1], now=now,
        status=Status.AWAITING_PAYMENT, params={"reason": reason}, fee=fee,
    )  # fmt: skip


def yuan(fen: int) -> str:
    """An amount as it is written."""
    return f"{fen // 100}.{fen % 100:02d}"
