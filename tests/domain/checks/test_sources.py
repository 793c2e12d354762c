"""A rule claims a sentence of a source only where there is one."""

from __future__ import annotations

from app.domain.checks.engine import registered

OWN = {"R023", "R024", "R044", "R056"}
"""Rules of families A to E that follow from a source, or from practice, but stand in none."""


def test_only_derived_rules_are_without_a_source() -> None:
    first = {name: rule for name, rule in registered().items() if name < "R070"}
    assert {name for name, rule in first.items() if not rule.source.sourced} == OWN


def test_who_claims_a_source_quotes_it() -> None:
    for name, rule in registered().items():
        if rule.source.sourced:
            assert rule.source.quote, name
            assert rule.source.place, name
