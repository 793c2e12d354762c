"""The gate list of a unit's dossier: what R120 to R138 ask for, in the order of the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.checks.engine import FORWARD, UNIT_PASS, Subject, registered, run
from app.domain.checks.unit_facts import deliberation_of, dossier_of, publicity_of
from app.domain.enums import Severity
from app.domain.finding import Finding


class GateState(StrEnum):
    """How a gate stands."""

    DONE = "DONE"
    OPEN = "OPEN"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    UNCERTAIN = "UNCERTAIN"


@dataclass(frozen=True)
class GateItem:
    """One line of the list.

    ``section`` is the part of the dossier to go to. ``severity`` is how grave it is while open or
    uncertain: BLOCK keeps the case here, WARN wants to be looked at. ``findings`` say what is
    missing; an item that waits for another one has none of its own.
    """

    rule_id: str
    section: str
    state: GateState
    severity: Severity | None = None
    findings: tuple[Finding, ...] = ()


_SECTIONS: Mapping[str, str] = {
    "R120": "publicity",
    "R121": "publicity",
    "R122": "publicity",
    "R123": "publicity",
    "R124": "publicity",
    "R125": "defence",
    "R126": "deliberation",
    "R127": "deliberation",
    "R128": "deliberation",
    "R129": "deliberation",
    "R130": "assessments",
    "R131": "expert_opinion",
    "R132": "recommendation",
    "R133": "recommendation",
    "R134": "recommendation",
    "R138": "deliberation",
    "R137": "unit",
    "R135": "seal",
    "R136": "seal",
}
"""The rules in the order of the work, each with the part of the dossier it looks at."""


def section_of(rule_id: str) -> str:
    """The part of the dossier that a rule looks at; empty for one that looks elsewhere."""
    return _SECTIONS.get(rule_id, "")


def _no_publicity(at: Subject) -> bool:
    return publicity_of(at) is None


def _undated(at: Subject) -> bool:
    shown = publicity_of(at)
    return shown is None or shown.start_date is None or shown.end_date is None


def _no_deliberation(at: Subject) -> bool:
    return deliberation_of(at) is None


def _no_text(at: Subject) -> bool:
    return not dossier_of(at).recommendation.text.strip()


def _no_stamp(at: Subject) -> bool:
    return at.case is None or all(stamp.voided for stamp in at.case.stamps)


_WAITS: Mapping[str, Callable[[Subject], bool]] = {
    "R121": _undated,
    "R122": _undated,
    "R123": _no_publicity,
    "R124": _no_publicity,
    "R127": _no_deliberation,
    "R128": _no_deliberation,
    "R129": _no_deliberation,
    "R133": _no_text,
    "R134": _no_text,
    "R136": _no_stamp,
    "R138": _no_deliberation,
}
"""Rules that keep silent until something is there to look at: then they are open, not done."""


def gate_list(subject: Subject) -> list[GateItem]:
    """The gates of the rules in force, in the order of the work; none without a dossier."""
    if subject.profile.dossier is None:
        return []
    found = [*run(subject, UNIT_PASS), *run(subject, FORWARD)]
    in_force = {use.rule for use in subject.profile.rules}
    return [
        _item(subject, rule_id, [one for one in found if one.rule_id == rule_id])
        for rule_id in _SECTIONS
        if rule_id in in_force
    ]


def _item(subject: Subject, rule_id: str, found: list[Finding]) -> GateItem:
    section = _SECTIONS[rule_id]
    if found:
        gravest = min((one.severity for one in found), key=list(Severity).index)
        asked = all(one.uncertain for one in found)
        state = GateState.UNCERTAIN if asked else GateState.OPEN
        return GateItem(rule_id, section, state, gravest, tuple(found))
    if not _applies(subject, rule_id):
        return GateItem(rule_id, section, GateState.NOT_APPLICABLE)
    waits = _WAITS.get(rule_id)
    if waits is not None and waits(subject):
        gates = registered()[rule_id].gates
        return GateItem(rule_id, section, GateState.OPEN, gates.get(UNIT_PASS, gates.get(FORWARD)))
    return GateItem(rule_id, section, GateState.DONE)


def _applies(subject: Subject, rule_id: str) -> bool:
    """Whether the region asks for it at this level; R131 is there to say that it does not."""
    policy, level = subject.profile.dossier, subject.version.declaration.level
    if policy is None or rule_id == "R131":
        return False
    if rule_id == "R125":
        return level in policy.defence_levels
    if rule_id == "R128":
        return level in policy.leader_sign_levels
    if rule_id == "R130":
        return policy.assessment_years > 0
    if rule_id in {"R135", "R136"}:
        return bool(subject.profile.seal.uses)
    return True
