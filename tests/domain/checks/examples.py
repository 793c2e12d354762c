"""Short ways to write fixtures: a clean case, one change, and what the rule then says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from app.domain.checks.engine import PASS, Subject
from app.domain.enums import Severity
from tests.domain.checks.fixture import Fixture
from tests.domain.clean import clean, with_around, with_declaration, with_fields, with_org

LZ, GX, SX, CV = "LZ_ENG_2020", "GXRC", "SX_2024", "LZ_CERT_2019"
Change = Callable[[Subject], Subject]
ASK = Severity.ASK


def same(subject: Subject) -> Subject:
    """No change at all."""
    return subject


def quiet(
    rule: str, profiles: str, name: str, change: Change = same, gate: str = PASS
) -> list[Fixture]:
    """The rule says nothing; ``profiles`` are their ids, separated by blanks."""
    return [
        Fixture(rule, profile, False, name, partial(_changed, profile, change), gate)
        for profile in profiles.split()
    ]


def wrong(
    rule: str,
    profiles: str,
    name: str,
    change: Change,
    place: str,
    *,
    variant: str = "",
    severity: Severity | None = None,
    params: Mapping[str, str] | None = None,
    gate: str = PASS,
    count: int = 1,
) -> list[Fixture]:
    """The rule objects, in each of ``profiles``."""
    return [
        Fixture(
            rule, profile, True, name, partial(_changed, profile, change), gate,
            severity, variant, place, params, count,
        )
        for profile in profiles.split()
    ]  # fmt: skip


def chain(*changes: Change) -> Change:
    """One change after the other."""

    def all_of(subject: Subject) -> Subject:
        for change in changes:
            subject = change(subject)
        return subject

    return all_of


@cache
def _clean(profile: str) -> Subject:
    """Made once: a subject is never changed, only copied."""
    return clean(profile)


def _changed(profile: str, change: Change) -> Subject:
    return change(_clean(profile))


def declared(**fields: Any) -> Change:
    """Another declaration."""
    return lambda s: with_declaration(s, **fields)


def around(**facts: Any) -> Change:
    """Other surroundings."""
    return lambda s: with_around(s, **facts)


def org(**fields: Any) -> Change:
    """Another unit."""
    return lambda s: with_org(s, **fields)


def fields(module: str, **values: Any) -> Change:
    """Other values in the first row of a module."""
    return lambda s: with_fields(s, module, **values)


def personal(**values: Any) -> Change:
    """Other personal data."""
    return fields("personal", **values)


def parts(**attributes: Any) -> Change:
    """Other attributes of the subject itself."""
    return lambda s: replace(s, **attributes)


def no_r020(subject: Subject) -> Subject:
    """Without the rule on required fields, so that every rule speaks for itself."""
    rules = [use for use in subject.profile.rules if use.rule != "R020"]
    return replace(subject, profile=subject.profile.model_copy(update={"rules": rules}))
