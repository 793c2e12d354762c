"""The engine behind the rules: which of them run, in what order, and what their findings say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.checks import engine
from app.domain.checks.engine import PASS, Hit, Rule, Subject, at_unit, check
from app.domain.enums import OrgKind, Severity
from app.domain.finding import Citation
from app.domain.profile.policies import RuleUse
from tests.domain.checks.examples import LZ
from tests.domain.clean import clean, with_case, with_row

SOURCE = Citation(source="S2", place="一")
ROW = {"start": "2009-01", "end": "2010-01"}


@pytest.fixture
def subject() -> Subject:
    """A clean case with two rows in one module and no rule in force but R999."""
    made = with_row(clean(LZ), "experience", "e-second", **ROW)
    return only(made, "R999")


def only(subject: Subject, *rules: str) -> Subject:
    uses = [RuleUse(rule=rule) for rule in rules]
    return replace(subject, profile=subject.profile.model_copy(update={"rules": uses}))


def says(monkeypatch: pytest.MonkeyPatch, *hits: Hit) -> None:
    """R999 objects to this."""

    def body(_at: Subject) -> Iterator[Hit]:
        yield from hits

    made = Rule("R999", {PASS: Severity.WARN}, "A", SOURCE, frozenset(), "COMMITMENT", body)
    monkeypatch.setitem(engine._RULES, "R999", made)  # type: ignore[index]


def test_findings_stand_in_the_order_of_the_form(
    monkeypatch: pytest.MonkeyPatch, subject: Subject
) -> None:
    first, *_, second = (row.entry_id for row in subject.rows("experience"))
    fields = [spec.code for spec in subject.profile.module("experience").fields]  # type: ignore[union-attr]
    ordered = [
        Hit("papers", severity=Severity.BLOCK),
        Hit("personal", field="name"),
        Hit("experience"),
        *(Hit("experience", first, field) for field in fields),
        Hit("experience", second, fields[0]),
        Hit("experience", second, "no_such_field"),
        Hit("no_such_module"),
    ]
    for hits in (ordered, ordered[::-1], ordered[1:3][::-1]):
        says(monkeypatch, *hits)
        expected = [(h.module_code, h.entry_id, h.field) for h in ordered if h in hits]
        assert [(f.module_code, f.entry_id, f.field) for f in check(subject)] == expected


def test_what_is_about_no_row_stands_before_the_first_row(
    monkeypatch: pytest.MonkeyPatch, subject: Subject
) -> None:
    module = next(one for one in subject.profile.modules if subject.version.entries(one.code))
    row = subject.version.entries(module.code)[0].entry_id
    says(monkeypatch, Hit(module.code, row, module.fields[0].code), Hit(module.code))
    assert [one.entry_id for one in check(subject)] == [None, row]


def test_slots_stand_after_the_fields(monkeypatch: pytest.MonkeyPatch, subject: Subject) -> None:
    module = next(one for one in subject.profile.modules if len(one.slots) > 1 and one.fields)
    codes = [slot.code for slot in module.slots]
    hits = [Hit(module.code, slot=code) for code in codes]
    says(monkeypatch, *reversed(hits), Hit(module.code, field=module.fields[-1].code))
    assert [one.field or one.slot for one in check(subject)] == [module.fields[-1].code, *codes]


def test_a_rule_that_this_program_lacks_does_not_stop_the_next(
    monkeypatch: pytest.MonkeyPatch, subject: Subject
) -> None:
    says(monkeypatch, Hit("personal"))
    assert [one.rule_id for one in check(only(subject, "R998", "R999"))] == ["R999"]


def test_what_a_finding_says(monkeypatch: pytest.MonkeyPatch, subject: Subject) -> None:
    says(monkeypatch, Hit("a"), Hit("b", uncertain=True), Hit("c", unsourced=True),
         Hit("d", uncertain=True, reason="OTHER"), Hit("e", severity=Severity.ERROR))  # fmt: skip
    found = {one.module_code: one for one in check(subject)}
    told = {
        code: (one.severity, one.uncertain, one.citation.sourced, one.reason_id)
        for code, one in found.items()
    }
    assert told == {
        "a": (Severity.WARN, False, True, "COMMITMENT"),
        "b": (Severity.ASK, True, True, None),
        "c": (Severity.WARN, False, False, "COMMITMENT"),
        "d": (Severity.ASK, True, True, "OTHER"),
        "e": (Severity.ERROR, False, True, "COMMITMENT"),
    }


def test_only_a_field_that_there_is_can_be_missing() -> None:
    at = clean(LZ)
    (row, *_) = at.rows("personal")
    assert at.told_missing(row, "name")
    assert not at.told_missing(row, "no_such_field")
    assert not only(at, "R999").told_missing(row, "name")


def test_a_case_is_at_its_unit_only_while_the_unit_has_it() -> None:
    at = clean(LZ)
    assert at.case is not None
    places = [place for place, node in enumerate(at.case.route) if node.kind is OrgKind.UNIT]
    for place in range(len(at.case.route) + 1):
        assert at_unit(with_case(at, stage_index=place)) is (place in places)
    unit_last = [
        *(n for n in at.case.route if n.kind is not OrgKind.UNIT),
        at.case.route[places[0]],
    ]
    turned = with_case(at, route=unit_last)
    assert at_unit(with_case(turned, stage_index=len(unit_last) - 1))
    assert not at_unit(with_case(turned, stage_index=len(unit_last) - 2))
    assert not at_unit(replace(at, case=None))
