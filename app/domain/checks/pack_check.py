"""Whether the rules that a pack puts in force can run with the parameters it gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.checks.engine import registered
from app.domain.enums import Level, OrgKind
from app.domain.model import Declaration
from app.domain.profile import Place, Problem, Profile

_MODULES = frozenset({"module", "modules", "measured", "asked", "blank_elsewhere"})
_SLOTS = frozenset({"slot", "slots"})
_FIELDS = frozenset({"field", "fields", "note", "either", "since"})
_PLACES = frozenset({"except", "evidence", "places"})


def owed_params(profile: Profile) -> Iterator[Problem]:
    """Parameters that a rule must have and the pack does not give."""
    for index, use in enumerate(profile.rules):
        known = registered().get(use.rule)
        for name in sorted(known.params - use.params.keys()) if known else ():
            place: Place = ("rules", index, "params")
            yield Problem(place, "MISSING_PARAM", {"rule": use.rule, "name": name})


def strange_rules(profile: Profile) -> Iterator[Problem]:
    """Rules that this program does not have, and parameters that name nothing of the form.

    By the names of parameters: ``module``, ``modules``, ``measured``, ``asked`` and
    ``blank_elsewhere``; ``slot`` and ``slots``; ``field``, ``fields``, ``note``, ``either`` and
    ``since``; ``except``, ``evidence`` and ``places`` are written ``module.field``.
    """
    for index, use in enumerate(profile.rules):
        if use.rule not in registered():
            yield Problem(("rules", index, "rule"), "UNKNOWN_RULE", {"rule": use.rule})
            continue
        yield from _params(profile, ("rules", index, "params"), use.params)


def _params(profile: Profile, at: Place, params: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in params.items():
        if name == "offices" and isinstance(value, dict):
            yield from _offices((*at, name), value)
        for place, text in _strings((*at, name), value):
            if name in _MODULES and profile.module(text) is None:
                yield Problem(place, "UNKNOWN_MODULE", {"module": text})
            elif name in _SLOTS and not _has_slot(profile, text):
                yield Problem(place, "UNKNOWN_SLOT", {"slot": text})
            elif name in _FIELDS and not _has_field(profile, text):
                yield Problem(place, "UNKNOWN_FIELD", {"module": "*", "field": text})
            elif name in _PLACES and not _is_place(profile, text):
                module, _, field = text.partition(".")
                yield Problem(place, "UNKNOWN_FIELD", {"module": module, "field": field})


def _offices(at: Place, by_level: Mapping[str, Any]) -> Iterator[Problem]:
    for level, kinds in by_level.items():
        if not Level(level).known:
            known = ", ".join(one.value for one in Level if one.known)
            yield Problem((*at, level), "UNKNOWN_LEVEL", {"name": level, "known": known})
        for place, kind in _strings((*at, level), kinds):
            if not OrgKind(kind).known:
                known = ", ".join(one.value for one in OrgKind if one.known)
                yield Problem(place, "UNKNOWN_OFFICE", {"name": kind, "known": known})


def _strings(at: Place, value: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        for index, member in enumerate(value):
            if isinstance(member, str):
                yield (*at, index), member


def _has_slot(profile: Profile, code: str) -> bool:
    return any(module.slot(code) is not None for module in profile.modules)


def _has_field(profile: Profile, code: str) -> bool:
    known = any(module.field(code) is not None for module in profile.modules)
    return known or code in Declaration.model_fields


def _is_place(profile: Profile, text: str) -> bool:
    code, _, field = text.partition(".")
    module = profile.module(code)
    return module is not None and (module.field(field) or module.slot(field)) is not None
