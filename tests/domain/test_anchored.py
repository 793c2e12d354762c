from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.anchored import Hold, carried, hold, mark_of, merged, path_of
from app.domain.anchors import MAX_PER_CASE, Anchor, FieldPath, rounded, value_mark
from app.domain.model import Application
from tests.domain.make import PAPER, attachment, modules, version

AT = datetime(2026, 3, 1, tzinfo=UTC)
NOW = version()
FILE = NOW.attachments[0].sha256
TITLE = FieldPath("papers", PAPER, "title")


def anchor(**other: Any) -> Anchor:
    values: dict[str, Any] = {
        "anchor_id": "one", "field_path": str(TITLE), "att_sha256": FILE, "page": 1,
        "rect": (0.1, 0.1, 0.5, 0.2), "verdict": "MATCH", "at": AT,
        "value_mark": mark_of(NOW, TITLE),
    }  # fmt: skip
    return Anchor.model_validate(values | other)


@given(st.text(min_size=0).filter(lambda text: text != ""), st.text())
def test_a_path_survives_any_entry_id(entry: str, other: str) -> None:
    for one in (entry, other):
        path = FieldPath("papers", one, "title")
        assert FieldPath.parse(str(path)) == path


@given(st.lists(st.floats(-2, 3), min_size=4, max_size=4))
def test_a_drawn_rectangle_lies_within_the_page(ends: list[float]) -> None:
    left, top, right, bottom = rounded((ends[0], ends[1], ends[2], ends[3]))
    assert 0 <= left <= right <= 1
    assert 0 <= top <= bottom <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rect": (0.5, 0.1, 0.1, 0.2)},
        {"rect": (0, 0, float("nan"), 1)},
        {"rect": (-0.1, 0, 1, 1)},
        {"page": 0},
        {"att_sha256": "F" * 64},
        {"at": datetime(2026, 3, 1)},  # noqa: DTZ001 - that is what is wrong with it
    ],
)
def test_what_is_no_place_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        anchor(**wrong)


def test_a_verdict_of_a_newer_program_is_kept_as_unknown() -> None:
    assert not anchor(verdict="PERHAPS").verdict.known


def test_it_holds_while_file_and_value_are_the_same() -> None:
    assert hold(anchor(), NOW) is Hold.HOLDS
    rows = modules()
    (paper,) = rows["papers"]
    paper = paper | {"fields": paper["fields"] | {"title": "另一篇"}}
    renamed = version(modules={"papers": [paper]})
    assert hold(anchor(), renamed) is Hold.RELOOK
    assert carried([anchor()], renamed) == [anchor()]


def test_it_goes_with_its_file_its_page_or_its_entry() -> None:
    other = version(attachments=[attachment("toc") | {"sha256": "1" * 64}])
    assert hold(anchor(), other) is Hold.GONE
    two_pages = version(attachments=[attachment("toc") | {"sha256": FILE, "pages": 2}])
    assert hold(anchor(page=2), two_pages) is Hold.HOLDS
    assert hold(anchor(page=3), two_pages) is Hold.GONE
    assert hold(anchor(field_path=path_of("papers", "gone", "title")), NOW) is Hold.GONE
    assert carried([anchor(page=3)], two_pages) == []


def test_an_office_has_one_for_a_field_and_a_file() -> None:
    old = [anchor(org_id="a"), anchor(anchor_id="two", org_id="b")]
    new = anchor(anchor_id="three", org_id="a", verdict="MISMATCH")
    assert [one.anchor_id for one in merged(old, [new])] == ["two", "three"]
    assert [one.anchor_id for one in merged(old, [], ["two"])] == ["one"]


def test_values_are_told_apart() -> None:
    assert value_mark("2016-03") != value_mark("2016-04")
    assert value_mark(["a", "b"]) != value_mark("a,b")
    assert value_mark(True) != value_mark("true")


def test_a_case_with_more_than_the_most_cannot_be_read() -> None:
    """A server that sends more has one case of its list left out, not the program stopped."""
    document = {
        "app_id": "A1", "profile": "LZ_ENG_2020@1", "unit_org_id": "u", "status": "SUBMITTED",
        "current_version": 1, "etag": "1", "version": NOW.model_dump(mode="json"),
    }  # fmt: skip
    one = anchor().model_dump(mode="json")
    assert len(Application.model_validate(document | {"anchors": [one] * 3}).anchors) == 3
    for name in ("anchors", "office_anchors"):
        with pytest.raises(ValidationError):
            Application.model_validate(document | {name: [one] * (MAX_PER_CASE + 1)})
        with pytest.raises(ValidationError):
            Application.model_validate(document | {name: [one | {"rect": [0, 0, 9, 9]}]})
