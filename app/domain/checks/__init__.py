"""The pre-check rules, one file a family of domain §4.13."""

from __future__ import annotations

from app.domain.checks import decision, insurance, papers, personal, title
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

FAMILIES = (personal, title, papers, insurance, decision)
"""The families, imported so that their rules are registered."""

RULES: frozenset[str] = frozenset(registered())
"""The ids of all rules this program has."""

__all__ = [
    "RULES",
    "FileFacts",
    "Hit",
    "Subject",
    "check",
    "check_decision",
    "check_submission",
    "missing_params",
]
