"""What a rule must say, and where it must keep quiet, one example at a time."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from app.domain.checks.engine import Subject, run
from app.domain.enums import Severity
from app.domain.finding import Finding
from tests.domain.checks import fixtures


@dataclass(frozen=True)
class Fixture:
    """An example of one rule in one profile at one gate.

    ``triggers``: the rule objects exactly ``count`` times, always with this severity (None: the
    one it has at the gate), variant (None: none), place (``module.field-or-slot``, or ``module.``)
    and, where given, parameters. Otherwise the rule says nothing.
    """

    rule: str
    profile: str
    triggers: bool
    name: str
    subject: Callable[[], Subject]
    gate: str
    severity: Severity | None = None
    variant: str | None = None
    place: str | None = None
    params: Mapping[str, str] | None = None
    count: int = 1

    @property
    def title(self) -> str:
        """How a test run names it."""
        return f"{self.rule}-{self.profile}-{self.gate}-{self.name}"

    def found(self, subject: Subject | None = None) -> list[Finding]:
        """What the rule says about the example, or about a subject that was made from it."""
        given = subject or self.subject()
        return [one for one in run(given, self.gate) if one.rule_id == self.rule]


@cache
def all_fixtures() -> tuple[Fixture, ...]:
    """The examples of all families, in the order of their files."""
    found: list[Fixture] = []
    for part in pkgutil.iter_modules(fixtures.__path__):
        found += importlib.import_module(f"{fixtures.__name__}.{part.name}").FIXTURES
    return tuple(found)


@cache
def all_findings() -> tuple[Finding, ...]:
    """What the rules say about the examples that they object to."""
    return tuple(one for fixture in all_fixtures() if fixture.triggers for one in fixture.found())


def place_of(found: Finding) -> str:
    """Where a finding stands: ``module.field`` or ``module.slot``."""
    return f"{found.module_code}.{found.field or found.slot or ''}"
