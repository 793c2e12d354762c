"""What several rules of the unit stage ask of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.checks.engine import Subject
from app.domain.dossier import Deliberation, Dossier
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.publicity import Publicity

MODULE = "dossier"
"""The module code of everything in the unit's dossier."""


def dossier_of(at: Subject) -> Dossier:
    """The dossier; an empty one where nothing was saved yet."""
    return at.dossier or Dossier()


def publicity_of(at: Subject) -> Publicity | None:
    """The unit's publicity; R120 says where there is none."""
    return dossier_of(at).publicity


def deliberation_of(at: Subject) -> Deliberation | None:
    """The deliberation that was held; R126 says where there is none."""
    held = dossier_of(at).deliberation
    return held if held is not None and held.held_on is not None else None


def today(at: Subject) -> date:
    """The day in China."""
    return at.now.astimezone(CHINA).date()


def module_names(profile: Profile, codes: Iterable[str]) -> tuple[str, str]:
    """The names of modules, in Chinese and in English; an unknown one keeps its code."""
    specs = [(code, profile.module(code)) for code in codes]
    return (
        "、".join(spec.label.zh_CN if spec else code for code, spec in specs),
        ", ".join(spec.label.en if spec else code for code, spec in specs),
    )
