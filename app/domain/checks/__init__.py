"""The pre-check rules, one file a family of domain §4.13."""

from __future__ import annotations

from app.domain.checks import (
    certificate,
    commitment,
    decision,
    education,
    fees,
    identity,
    insurance,
    level_jump,
    loss,
    papers,
    personal,
    photo,
    registration,
    route,
    setup,
    title,
    title_proof,
    training,
)
from app.domain.checks.engine import (
    Hit,
    Subject,
    check,
    check_decision,
    check_submission,
    missing_params,
    registered,
)
from app.domain.checks.facts import FileFacts
from app.domain.profile import Profile, ProfileError, parse_profile

FAMILIES = (
    certificate,
    commitment,
    decision,
    education,
    fees,
    identity,
    insurance,
    level_jump,
    loss,
    papers,
    personal,
    photo,
    registration,
    route,
    setup,
    title,
    title_proof,
    training,
)
"""The families, imported so that their rules are registered."""

RULES: frozenset[str] = frozenset(registered())
"""The ids of all rules this program has."""


def read_profile(data: bytes, *, strict: bool = False) -> Profile:
    """Read a rule pack and make sure that its rules can run.

    :param strict: whether a rule that this program does not have is a problem. A client lets it
        pass: a newer server runs it itself.
    :raises ProfileError: naming every place that is wrong.
    """
    profile = parse_profile(data, RULES if strict else None)
    if problems := missing_params(profile):
        raise ProfileError(problems)
    return profile


__all__ = [
    "RULES",
    "FileFacts",
    "Hit",
    "Subject",
    "check",
    "check_decision",
    "check_submission",
    "read_profile",
]
