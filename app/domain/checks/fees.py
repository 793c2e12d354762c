"""Family M, second part: fees (S1 3.6, S2 ★; domain §4.13 R200–R202)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domain.checks.engine import ACCEPT, DECIDE, PASS, Hit, Subject, rule
from app.domain.enums import Severity
from app.domain.fees import FeeOrder, FeeStatus
from app.domain.finding import Citation
from app.domain.partial_date import CHINA

MODULE = "fee"


def _fee(at: Subject) -> FeeOrder | None:
    fee = at.case.fee if at.case is not None else None
    return None if fee is None or fee.status is FeeStatus.CANCELLED else fee


@rule(
    "R200",
    gates={DECIDE: Severity.GUARD},
    mode="A",
    source=Citation(
        source="S1",
        place="3.6 交费",
        quote="此功能仅适用评审会能够通过本系统收取费用的情况。",
    ),
)
def collected_online_only(at: Subject) -> Iterator[Hit]:
    """A fee order exists only where the committee collects through the system."""
    if _fee(at) is None:
        return
    online = at.around.collects_fee_online
    if online is None:
        yield Hit(MODULE, variant="UNDECIDED", uncertain=True)
    elif not online:
        yield Hit(MODULE)


@rule(
    "R201",
    gates={PASS: Severity.WARN, ACCEPT: Severity.WARN},
    mode="A",
    source=Citation(
        source="S2",
        place="★",
        quote="★申报材料经职改办审核通过后，申报人会收到缴费短信通知，也可以在申报进度查询到缴费通知",
    ),
    params=("days",),
)
def payment_window_closing(at: Subject) -> Iterator[Hit]:
    """An unpaid fee falls due within ``days``, or has fallen due."""
    fee = _fee(at)
    if fee is None or fee.status is not FeeStatus.UNPAID or fee.due_at is None:
        return
    words = {"due": f"{fee.due_at.astimezone(CHINA):%Y-%m-%d %H:%M}"}
    if at.now > fee.due_at:
        yield Hit(MODULE, field="due_at", variant="OVER", params=words)
    elif fee.due_at - at.now <= timedelta(days=int(at.params("R201")["days"])):
        yield Hit(MODULE, field="due_at", params=words)


@rule(
    "R202",
    gates={ACCEPT: Severity.WARN},
    mode="A",
    source=Citation(
        source="S2", place="★", quote="成功后有提示成功信息，再到系统中进行缴费验证，缴费完成。"
    ),
)
def payment_verified(at: Subject) -> Iterator[Hit]:
    """Paid is not complete: 缴费验证 is a step of its own (P12)."""
    fee = _fee(at)
    if fee is not None and fee.status is FeeStatus.PAID_UNVERIFIED:
        yield Hit(MODULE, field="status")
