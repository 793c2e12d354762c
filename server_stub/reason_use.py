"""How reasons fare (domain §4.2 ``ReasonTemplate``): how often used, how often right at once.

A use is a comment with that reason in a return that took effect. It was right the first time where
the office's next decision does not ask for the same again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Verb
from app.domain.model import Application, Proposal
from server_stub.effects import APPROVED
from server_stub.tables_units import ReasonUseRow

RIGHT, AGAIN = "RIGHT", "AGAIN"


@dataclass(frozen=True)
class Use:
    """How one reason has fared in one office; the rate is None while nothing came back."""

    reason_id: str
    use_count: int
    first_time_right_rate: float | None


def note(session: Session, before: Application, after: Application) -> set[str]:
    """Count what a decision that has just taken effect used and settled.

    :returns: the reasons whose numbers have changed for the office that decided.
    """
    taken = after.proposal
    if taken is None or taken.outcome != APPROVED or _was_taken(before.proposal, taken):
        return set()
    org_id = before.node_org
    asked = {(c.module, c.reason_id) for c in taken.decision.module_comments if c.reason_id}
    changed = set()
    open_uses = session.scalars(
        select(ReasonUseRow).where(
            ReasonUseRow.app_id == after.app_id,
            ReasonUseRow.org_id == org_id,
            ReasonUseRow.version_no < taken.version_no,
            ReasonUseRow.outcome.is_(None),
        )
    )
    for use in open_uses:
        use.outcome = AGAIN if (use.module, use.reason_id) in asked else RIGHT
        changed.add(use.reason_id)
    if taken.decision.verb is Verb.RETURN:
        for module, reason_id in sorted(asked):
            session.merge(
                ReasonUseRow(
                    org_id=org_id,
                    reason_id=reason_id,
                    app_id=after.app_id,
                    version_no=taken.version_no,
                    module=module,
                )
            )
            changed.add(reason_id)
    session.flush()
    return changed


def of_office(
    session: Session, org_id: str, reason_ids: Iterable[str] | None = None
) -> dict[str, Use]:
    """The numbers of an office by reason, of all it has ever used or of some."""
    wanted = select(ReasonUseRow).where(ReasonUseRow.org_id == org_id)
    if reason_ids is not None:
        wanted = wanted.where(ReasonUseRow.reason_id.in_(set(reason_ids)))
    outcomes: dict[str, list[str | None]] = {}
    for row in session.scalars(wanted.order_by(ReasonUseRow.reason_id)):
        outcomes.setdefault(row.reason_id, []).append(row.outcome)
    return {reason_id: _use(reason_id, known) for reason_id, known in outcomes.items()}


def _use(reason_id: str, outcomes: list[str | None]) -> Use:
    settled = [outcome for outcome in outcomes if outcome is not None]
    rate = settled.count(RIGHT) / len(settled) if settled else None
    return Use(reason_id, len(outcomes), rate)


def _was_taken(before: Proposal | None, taken: Proposal) -> bool:
    return before is not None and before.op_id == taken.op_id and before.outcome == APPROVED
