"""Where a case may be referred down to from where it lies (domain §4.7 T22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.enums import OrgKind
from app.domain.model import Application

ReturnTo = Literal["APPLICANT", "UNIT", "LOWER"]


@dataclass(frozen=True)
class ReferTarget:
    """One target of REFER_DOWN; ``name`` of the office, empty for the applicant."""

    return_to: ReturnTo
    name: str = ""


def refer_targets(application: Application) -> list[ReferTarget]:
    """The applicant, the unit where the route begins at one, and the office below.

    The office below is left out where it is the unit: the same place has one name.
    """
    passed = [
        (number, node)
        for number, node in enumerate(application.route[: application.stage_index])
        if node.state != "skipped"
    ]
    found = [ReferTarget("APPLICANT")]
    if passed and passed[0][1].kind is OrgKind.UNIT:
        found.append(ReferTarget("UNIT", passed[0][1].name))
    if passed and passed[-1][1].kind is not OrgKind.UNIT:
        found.append(ReferTarget("LOWER", passed[-1][1].name))
    return found
