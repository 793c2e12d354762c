"""Every rule finds what it is for, and nothing else, in each profile that puts it in force."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.domain.checks.engine import registered
from app.locate import resource
from tests.domain.checks.fixture import Fixture, all_fixtures, place_of
from tests.domain.make import packaged

PROFILES = sorted(path.stem for path in Path(resource("profiles")).glob("*.json"))
FAMILIES = {
    "A": ((1, 13),),
    "B": ((20, 32),),
    "C": ((40, 45),),
    "D": ((50, 56),),
    "E": ((60, 62),),
    "F": ((70, 78),),
    "G": ((80, 89),),
    "H": ((90, 94), (100, 102)),
    "I": ((103, 109),),
    "J": ((120, 138),),
    "K": ((150, 161),),
    "L": ((170, 185),),
    "M": ((190, 194), (200, 202), (210, 212)),
}
"""The rules of domain §4.13 by family: first and last number of each run."""
IN_FORCE = [(name, use.rule) for name in PROFILES for use in packaged(name).rules]


@pytest.mark.parametrize("fixture", all_fixtures(), ids=lambda one: one.title)
def test_fixture(fixture: Fixture) -> None:
    subject = fixture.subject()
    profile = subject.profile
    assert profile.profile_id == fixture.profile
    assert profile.rule_params(fixture.rule) is not None, "not in force"
    found = fixture.found(subject)
    if not fixture.triggers:
        assert found == []
        return
    assert fixture.place is not None, "a fixture that triggers says where"
    severity = fixture.severity or registered()[fixture.rule].gates[fixture.gate]
    expected = (severity, fixture.variant or "", fixture.place)
    assert [(one.severity, one.variant, place_of(one)) for one in found] == [
        expected
    ] * fixture.count
    if fixture.params is not None:
        assert [one.params for one in found] == [dict(fixture.params)] * fixture.count


@pytest.mark.parametrize(("profile", "rule"), IN_FORCE)
@pytest.mark.parametrize("triggers", [True, False], ids=["triggers", "quiet"])
def test_every_rule_has_examples_in_every_profile(profile: str, rule: str, triggers: bool) -> None:
    assert any(
        (one.rule, one.profile, one.triggers) == (rule, profile, triggers) for one in all_fixtures()
    )


def test_no_two_fixtures_have_the_same_title() -> None:
    titles = Counter(one.title for one in all_fixtures())
    assert [title for title, count in titles.items() if count > 1] == []


def test_all_rules_of_the_domain_are_there() -> None:
    wanted = {
        f"R{number:03}"
        for runs in FAMILIES.values()
        for first, last in runs
        for number in range(first, last + 1)
    }
    assert len(wanted) == 134
    assert set(registered()) == wanted


def test_every_rule_is_in_force_somewhere() -> None:
    assert {rule for _, rule in IN_FORCE} == set(registered())
