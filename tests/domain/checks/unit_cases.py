"""Cases at a unit, altered: what the examples of family J are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.domain.checks.engine import UNIT_PASS, Subject
from app.domain.enums import Severity
from tests.domain.checks.fixture import Fixture
from tests.domain.clean import clean, with_case, with_declaration, with_dossier

LZ, GX, SX, CV = "LZ_ENG_2020", "GXRC", "SX_2024", "LZ_CERT_2019"
BOTH, ALL = (LZ, GX), (LZ, GX, SX, CV)
ASK, WARN, BLOCK = Severity.ASK, Severity.WARN, Severity.BLOCK
Alter = Callable[[Subject], Subject]


def as_is(at: Subject) -> Subject:
    return at


class Examples(list[Fixture]):
    """The examples of a file, written down for one or several profiles at a time."""

    def bad(
        self,
        rule: str,
        profiles: tuple[str, ...],
        name: str,
        make: Alter,
        place: str,
        variant: str = "",
        severity: Severity | None = None,
        params: dict[str, str] | None = None,
        gate: str = UNIT_PASS,
        count: int = 1,
    ) -> None:
        for profile in profiles:
            self.append(
                Fixture(
                    rule, profile, True, name, _made(profile, make), gate,
                    severity, variant, place, params, count,
                )
            )  # fmt: skip

    def good(
        self,
        rule: str,
        profiles: tuple[str, ...],
        name: str,
        make: Alter = as_is,
        gate: str = UNIT_PASS,
    ) -> None:
        for profile in profiles:
            self.append(Fixture(rule, profile, False, name, _made(profile, make), gate))


def _made(profile: str, make: Alter) -> Callable[[], Subject]:
    return lambda: make(clean(profile))


def then(*steps: Alter) -> Alter:
    def make(at: Subject) -> Subject:
        for step in steps:
            at = step(at)
        return at

    return make


def part(name: str, **fields: Any) -> Alter:
    return lambda at: with_dossier(at, name, **fields)


def whole(**parts: Any) -> Alter:
    return lambda at: with_dossier(at, **parts)


def case(**fields: Any) -> Alter:
    return lambda at: with_case(at, **fields)


def shown(start: str, end: str) -> Alter:
    days = {"start_date": date.fromisoformat(start), "end_date": date.fromisoformat(end)}
    return part("publicity", **days)


def at_time(now: str) -> Alter:
    return lambda at: replace(at, now=datetime.fromisoformat(now))


def level(value: str) -> Alter:
    return lambda at: with_declaration(at, level=value)


NO_DOSSIER = case(dossier=None)
NO_PUBLICITY = whole(publicity=None)
SENIOR = level("SENIOR_ASSOC")
