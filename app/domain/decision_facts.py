"""What both the workflow's guards and the rules on decisions ask (domain §4.5, §4.13 K)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.model import Application, Decision, Proposal
from app.domain.profile import Profile


def ground_named(decision: Decision, profile: Profile) -> bool:
    """Whether a refusal names one of the region's grounds (N6, R157)."""
    known = {category.code for category in profile.not_passed_categories}
    return decision.reason_category in known


def declared_recusal(application: Application, user_id: str) -> bool:
    """Whether the officer declared an interest in this case (N8, R158)."""
    around = application.surroundings
    return around is not None and user_id in around.recused


def proposed_by(proposal: Proposal, user_id: str) -> bool:
    """Whether a decision is the officer's own proposal, which they may not approve (R159)."""
    return proposal.handler_id == user_id


def stage_overdue(deadline: datetime | None, moment: datetime) -> bool:
    """Whether a stage takes no more decisions; on the very moment it still does (R155)."""
    return deadline is not None and moment > deadline


def time_to_resubmit(application: Application, profile: Profile, now: datetime) -> timedelta | None:
    """How long an applicant would have after a return now (P3, R154); None without a deadline.

    They must come back before the deadline of the stage, or sooner where the region says so.
    """
    days = profile.resubmit_deadline_days
    limits = [] if days is None else [timedelta(days=days)]
    if application.deadline_current is not None:
        limits.append(application.deadline_current - now)
    return min(limits, default=None)
