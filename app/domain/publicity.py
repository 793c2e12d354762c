"""Publicity (公示): an object of its own, bound to the version that was shown (domain §4.2)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domain.entity import Entity
from app.domain.enums import OpenEnum


class PublicityScope(OpenEnum):
    """What is publicised: by the unit, the loss of a certificate, or a result."""

    UNIT = "UNIT"
    LOSS = "LOSS"
    RESULT = "RESULT"
    UNKNOWN = "UNKNOWN"


class Publicity(Entity):
    """One publicity of one or several applications; dates are days in China.

    ``version_no`` and ``content_sha256`` name the version shown; ``publicised_sha256`` covers the
    modules that the profile publicises, so that a change elsewhere leaves it valid (R124).
    ``objection`` is None while nobody has said whether there was one. ``calendar_version`` names
    the working-day data it was counted with.
    """

    pub_id: str
    scope: PublicityScope = PublicityScope.UNIT
    app_ids: list[str] = Field(default_factory=list)
    version_no: int = 0
    content_sha256: str = ""
    publicised_sha256: str = ""
    start_date: date | None = None
    end_date: date | None = None
    place: str = ""
    method: str = ""
    objection: bool | None = None
    objection_text: str = ""
    handling_result: str = ""
    result_text: str = ""
    proof_files: list[str] = Field(default_factory=list)
    calendar_version: str = ""
