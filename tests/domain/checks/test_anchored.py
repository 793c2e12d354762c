"""Questions that only eyes decide are answered by an anchor of the office that has the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.anchored import mark_of, path_of
from app.domain.anchors import Anchor, FieldPath
from app.domain.checks.engine import Subject
from tests.domain.checks.fixture import Fixture, all_fixtures

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
