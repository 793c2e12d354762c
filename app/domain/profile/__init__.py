"""A region's rule pack (规则包): modules, slots, verbs, labels and policies as data.

What differs between regions stands here and never in an ``if`` on a region's name
(domain §0.1 item 1). The format is documented in ``docs/profiles.md``.
"""

from __future__ import annotations

from app.domain.profile.forms import FieldSpec, ModuleSpec, SlotSpec
from app.domain.profile.pack import Profile
from app.domain.profile.parts import LANGUAGES, Choice, Condition, Part, Text
from app.domain.profile.policies import (
    CalendarPolicy,
    CommitmentPolicy,
    DossierPolicy,
    FeePolicy,
    LeasePolicy,
    PrintSet,
    ReturnPolicy,
    RuleUse,
    SealPolicy,
    SealUse,
)
from app.domain.profile.positions import Positions, positions
from app.domain.profile.problems import Place, Problem, ProfileError
from app.domain.profile.reading import parse_profile, profile_sha256
from app.domain.profile.routing import RouteCondition, RouteStage, Routing
from app.domain.profile.types import TypeSpec
from app.domain.profile.verbs import ReasonCategory, VerbSpec

__all__ = [
    "LANGUAGES",
    "CalendarPolicy",
    "Choice",
    "CommitmentPolicy",
    "Condition",
    "DossierPolicy",
    "FeePolicy",
    "FieldSpec",
    "LeasePolicy",
    "ModuleSpec",
    "Part",
    "Place",
    "Positions",
    "PrintSet",
    "Problem",
    "Profile",
    "ProfileError",
    "ReasonCategory",
    "ReturnPolicy",
    "RouteCondition",
    "RouteStage",
    "Routing",
    "RuleUse",
    "SealPolicy",
    "SealUse",
    "SlotSpec",
    "Text",
    "TypeSpec",
    "VerbSpec",
    "parse_profile",
    "positions",
    "profile_sha256",
]
