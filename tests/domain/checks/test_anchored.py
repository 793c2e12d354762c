"""Questions that only eyes decide are answered by an anchor of the office that has the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.anchored import mark_of, path_of
from app.domain.anchors import Anchor, FieldPath
from app.domain.checks.engine import Subject
from tests.domain.checks.examples import LZ
from tests.domain.checks.fixture import Fixture, all_fixtures
from tests.domain.checks.test_several import copied, found, registered
from tests.domain.clean import clean, with_around, with_row, with_version

OFFICE = "org:unit"
AT = datetime(2026, 3, 1, tzinfo=UTC)


def _asks(rule: str, name: str) -> Fixture:
    return next(one for one in all_fixtures() if one.rule == rule and one.name == name)


def _with(fixture: Fixture, *anchors: Anchor) -> Subject:
    subject = fixture.subject()
    assert subject.case is not None
    case = subject.case.model_copy(update={"node_org": OFFICE})
    return replace(subject, case=case, anchors=anchors)


def _anchor(subject: Subject, module: str, code: str, slot: str, **other: Any) -> Anchor:
    att = next(one for one in subject.version.attachments if one.slot == slot)
    rows = subject.rows(module)
    entry = att.entry_id or (rows[-1].entry_id if rows else "") or ""
    path = path_of(module, entry, code)
    try:
        mark = mark_of(subject.version, FieldPath.parse(path))
    except LookupError:
        mark = ""
    values: dict[str, Any] = {
        "anchor_id": f"{path}@{att.sha256[:6]}", "field_path": path, "att_sha256": att.sha256,
        "page": 1, "rect": (0.1, 0.1, 0.5, 0.2), "verdict": "MATCH", "org_id": OFFICE, "at": AT,
        "value_mark": mark,
    }  # fmt: skip
    return Anchor.model_validate(values | other)


CASES = [
    ("R053", "by hand, nobody looked", "current_title", "obtain_date", "title_cert"),
    ("R053", "month only", "current_title", "obtain_date", "title_cert"),
    ("R075", "nobody looked", "papers", "title", "toc"),
    ("R075", "nobody looked", "papers", "toc", "toc"),
    ("R093", "attached", "social_insurance", "si_list_scan", "si_list_scan"),
]


@pytest.mark.parametrize(("rule", "name", "module", "code", "slot"), CASES)
def test_a_match_of_the_office_answers(
    rule: str, name: str, module: str, code: str, slot: str
) -> None:
    asks = _asks(rule, name)
    subject = asks.subject()
    assert asks.found(_with(asks))
    assert not asks.found(_with(asks, _anchor(subject, module, code, slot)))


@pytest.mark.parametrize(
    "other",
    [
        {"verdict": "MISMATCH"},
        {"verdict": "UNREADABLE"},
        {"verdict": "SOMETHING"},
        {"org_id": "org:other"},
        {"value_mark": "of another value"},
        {"att_sha256": "f" * 64},
    ],
)
@pytest.mark.parametrize(("rule", "name", "module", "code", "slot"), CASES)
def test_nothing_else_does(
    rule: str, name: str, module: str, code: str, slot: str, other: dict[str, str]
) -> None:
    asks = _asks(rule, name)
    assert asks.found(_with(asks, _anchor(asks.subject(), module, code, slot, **other)))


def test_a_match_does_not_outweigh_a_mismatch_elsewhere() -> None:
    asks = _asks("R053", "by hand, nobody looked")
    subject = asks.subject()
    place = ("current_title", "obtain_date")
    good = _anchor(subject, *place, "title_cert")
    bad = _anchor(subject, *place, "edu_cert", anchor_id="b", verdict="MISMATCH",
                  field_path=good.field_path, value_mark=good.value_mark)  # fmt: skip
    assert asks.found(_with(asks, good, bad))


def test_the_registry_is_not_overruled() -> None:
    asks = _asks("R053", "another day")
    good = _anchor(asks.subject(), "current_title", "obtain_date", "title_cert")
    assert asks.found(_with(asks, good))


def test_name_and_unit_of_the_proof_may_be_two_anchors() -> None:
    asks = _asks("R093", "attached")
    subject = asks.subject()
    scan = next(one for one in subject.version.attachments if one.slot == "si_list_scan")
    person = subject.rows("personal")[0].entry_id or ""

    def seen(code: str) -> Anchor:
        path = FieldPath("personal", person, code)
        return _anchor(subject, "personal", code, "si_list_scan", anchor_id=code,
                       field_path=str(path), att_sha256=scan.sha256,
                       value_mark=mark_of(subject.version, path))  # fmt: skip

    assert asks.found(_with(asks, seen("name")))
    assert asks.found(_with(asks, seen("employer")))
    assert not asks.found(_with(asks, seen("name"), seen("employer")))


def test_one_of_several_scans_answers_for_all() -> None:
    fixture = _asks("R093", "two files, one question")
    subject = _with(fixture)
    assert len(fixture.found(subject)) == 1
    seen = _anchor(subject, "social_insurance", "si_list_scan", "si_list_scan")
    assert fixture.found(_with(fixture, seen)) == []


@pytest.mark.parametrize("owner", ["e-2", None])
def test_an_anchor_belongs_to_the_entry_of_its_scan(owner: str | None) -> None:
    """A scan of the second entry is answered there; one of no entry at the first."""
    fixture = _asks("R093", "attached")
    subject = with_row(fixture.subject(), "social_insurance", "e-2", autofilled=False)
    files = [
        att.model_dump(mode="json") | ({"entry_id": owner} if att.slot == "si_list_scan" else {})
        for att in subject.version.attachments
    ]
    subject = with_version(subject, attachments=files)
    assert subject.case is not None
    subject = replace(subject, case=subject.case.model_copy(update={"node_org": OFFICE}))
    first = subject.rows("social_insurance")[0].entry_id or ""
    seen = _anchor(subject, "social_insurance", "insured_unit", "si_list_scan")
    path = path_of("social_insurance", owner or first, "insured_unit")
    name = _anchor(subject, "personal", "name", "si_list_scan")
    person = subject.rows("personal")[0].entry_id or ""
    who = path_of("personal", person, "name")
    anchors = tuple(
        one.model_copy(
            update={
                "field_path": where,
                "value_mark": mark_of(subject.version, FieldPath.parse(where)),
            }
        )
        for one, where in ((seen, path), (name, who))
    )
    assert len(fixture.found(subject)) == 1
    assert fixture.found(replace(subject, anchors=anchors)) == []


def test_a_date_that_was_seen_does_not_hide_the_next() -> None:
    made = copied(
        clean(LZ), "current_title", {"obtain_date": "2015-06"},
        {"obtain_date": "2015-06-01", "cert_no": "another"},
    )  # fmt: skip
    records = [
        registered(made, award_date="2015-06-01"),
        registered(made, cert_no="another", record_id="c-2", award_date="2014-01-01"),
    ]
    made = with_around(made, certificates=records)
    assert made.case is not None
    made = replace(made, case=made.case.model_copy(update={"node_org": OFFICE}))
    first = made.rows("current_title")[0].entry_id or ""
    path = path_of("current_title", first, "obtain_date")
    seen = _anchor(made, "current_title", "obtain_date", "title_cert").model_copy(
        update={"field_path": path, "value_mark": mark_of(made.version, FieldPath.parse(path))}
    )
    told = [(one.entry_id, one.variant) for one in found("R053", made)]
    assert told == [("e-second", ""), (first, "UNCLEAR")]
    again = replace(made, anchors=(seen,))
    assert [one.entry_id for one in found("R053", again)] == ["e-second"]
