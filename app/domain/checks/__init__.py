"""The pre-check rules, one file a family of domain §4.13."""

from __future__ import annotations

from app.domain.checks.engine import (
    Hit,
    Subject,
    check,
    check_decision,
    check_submission,
)
from app.domain.checks.facts import FileFacts
from app.domain.checks.pack_check import owed_params, strange_rules
from app.domain.profile import Profile, ProfileError, parse_profile


def read_profile(data: bytes, *, strict: bool = False, file: str = "") -> Profile:
    """Read a rule pack and make sure that its rules can run.

    :param strict: whether names that this program does not know (rules, offices, states) and
        labels that are missing are problems. A client lets them pass: a newer server knows more.
    :param file: the name of the file, for the error.
    :raises ProfileError: naming every place that is wrong.
    """
    try:
        profile = parse_profile(data, strict=strict)
    except ProfileError as problem:
        raise ProfileError(problem.problems, file) from problem
    problems = [*owed_params(profile), *(strange_rules(profile) if strict else ())]
    if problems:
        raise ProfileError(problems, file)
    return profile


__all__ = [
    "FileFacts",
    "Hit",
    "Subject",
    "check",
    "check_decision",
    "check_submission",
    "read_profile",
]
