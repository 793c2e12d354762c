"""Policies of a region: leases, calendar, publicity, dossier, seals, fees, printing (domain §4)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app.domain.enums import Level, OrgKind, Status
from app.domain.profile.parts import Part, Text


class LeasePolicy(Part):
    """How long 签收 holds, in hours, and how many cases one officer may hold."""

    length_hours: int = Field(gt=0)
    max_hours: int = Field(gt=0)
    max_claims: int = Field(gt=0)


class RuleUse(Part):
    """That a rule is in force here, with its parameters."""

    rule: str
    params: dict[str, Any] = Field(default_factory=dict)


class CalendarPolicy(Part):
    """How working days are counted (domain §4.12); ``min_days`` is what a publicity must last.

    ``count_makeup``: make-up workdays (调休上班) count. ``exclude_start``: the first day does not.
    """

    min_days: int = Field(default=5, gt=0)
    count_makeup: bool = True
    exclude_start: bool = False


class DossierPolicy(Part):
    """What a unit adds before it may pass a case on (domain §4.9, S2 二).

    ``publicised`` are the codes of the modules that the publicity shows: a later version that
    changes one of them opens the gate again. ``defence_levels`` need a defence, and
    ``leader_sign_levels`` a scan signed by the leader. Recommendation lengths are characters.
    """

    publicised: list[str]
    defence_levels: list[Level] = Field(default_factory=list)
    leader_sign_levels: list[Level] = Field(default_factory=list)
    group_min: int = Field(default=5, gt=0)
    assessment_years: int = Field(default=5, ge=0)
    recommendation_min: int = Field(default=150, ge=0)
    recommendation_max: int = Field(default=500, gt=0)
    likeness: float = Field(default=0.85, gt=0, le=1)


class SealUse(Part):
    """That a form of a stage is sealed; ``required``: forwarding waits for it (R135)."""

    form: str
    stage: OrgKind
    required: bool


class SealPolicy(Part):
    """Which forms are sealed, and whether the seal holder may be the handler (domain §4.5)."""

    uses: list[SealUse] = Field(default_factory=list)
    sealer_not_handler: bool = True


class FeePolicy(Part):
    """Fees in fen by level. ``stated`` is false where no source states the amount."""

    amounts: dict[Level, int]
    stated: bool = False
    payment_days: int = Field(default=15, gt=0)


class PrintSet(Part):
    """Forms that may be printed once a case has come as far as one of ``unlocked_by`` (P17)."""

    code: str
    label: Text
    forms: list[str]
    unlocked_by: list[Status]


class CommitmentPolicy(Part):
    """The commitment an applicant makes for exactly one version (P9, S3 D14)."""

    required: bool = True
    text_version: str = "1"
    text: Text


class ReturnPolicy(Part):
    """``max_returns`` of one stage before R161 warns; None where nothing is said.

    ``accept_if_signed_before_deadline``: whether an office may take a decision that was made in
    time and arrived late (domain §4.17 O3).
    """

    max_returns: int | None = None
    accept_if_signed_before_deadline: bool = False
    applicant_may_delete: bool = False
    reopen_not_passed: bool = True
