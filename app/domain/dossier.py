"""The unit dossier (单位审核意见): what a unit adds before it passes a case on (domain §4.9)."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, Field

from app.domain.entity import Entity
from app.domain.enums import OpenEnum
from app.domain.publicity import Publicity


class AssessmentResult(OpenEnum):
    """The result of a year's assessment (年度考核)."""

    EXCELLENT = "EXCELLENT"
    COMPETENT = "COMPETENT"
    BASIC = "BASIC"
    INCOMPETENT = "INCOMPETENT"
    ABSENT = "ABSENT"
    UNKNOWN = "UNKNOWN"


class Defence(Entity):
    """答辩情况; ``passed`` is None until concluded. ``record_file`` is a sha256."""

    held_on: date | None = None
    place: str = ""
    panel_names: list[str] = Field(default_factory=list)
    topic: str = ""
    questions: str = ""
    evaluation: str = ""
    passed: bool | None = None
    record_file: str = ""


class Member(Entity):
    """A member of the deliberation group."""

    name: str
    post: str = ""
    title: str = ""


class Deliberation(Entity):
    """审议小组. ``form_scan`` is the sha256 of the recommendation form's scan;
    ``leader_signed`` that somebody saw the leader's signature on it (R128)."""

    held_on: date | None = None
    leader: str = ""
    members: list[Member] = Field(default_factory=list)
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstain: int | None = None
    suggestion_text: str = ""
    form_scan: str = ""
    leader_signed: bool = False


class Assessment(Entity):
    """One year's result."""

    year: int
    result: AssessmentResult
    note: str = ""
    proof: str = ""


class Recommendation(Entity):
    """推荐意见; author and approver are user ids."""

    text: str = ""
    author: str = ""
    approver: str = ""


class Check(Entity):
    """That something was verified: by whom, and how."""

    done: bool = False
    by: str = ""
    how: str = ""


class Verification(Entity):
    """真实性核验 (S2 二.2(1))."""

    education: Check = Field(default_factory=Check)
    papers: Check = Field(default_factory=Check)
    social_insurance: Check = Field(default_factory=Check)
    originals_seen: bool = False


class DossierFile(Entity):
    """What a file of a dossier is called, and how long it is."""

    name: str
    bytes: int = Field(ge=0)
    mime: str = ""


class NextTarget(Entity):
    """The office that the unit chose for 上报, and why where it is not the one proposed."""

    org_id: str
    reason: str = ""


class Dossier(Entity):
    """One case's dossier. ``rev`` counts its saved states, from 1; 0 was never saved.

    ``expert_opinion`` is not required (R131). ``files`` are by sha256.
    """

    rev: int = 0
    publicity: Publicity | None = None
    defence: Defence | None = None
    deliberation: Deliberation | None = None
    assessments: list[Assessment] = Field(default_factory=list)
    expert_opinion: str = ""
    recommendation: Recommendation = Field(default_factory=Recommendation)
    verification: Verification = Field(default_factory=Verification)
    next_target: NextTarget | None = None
    saved_at: AwareDatetime | None = None
    saved_by: str = ""
    files: dict[str, DossierFile] = Field(default_factory=dict)
