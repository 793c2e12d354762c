from __future__ import annotations

from typing import Any

import pytest

from app.domain.diff import diff_versions, same_module
from tests.domain.make import PAPER, PARTS, attachment, entry, modules, version

OLD = version()


def papers(*rows: Any) -> dict[str, Any]:
    return {"modules": {"papers": list(rows)}}


def paper(entry_id: str = PAPER, order: int = 1, **fields: Any) -> Any:
    (row,) = modules()["papers"]
    return row | {
        "entry_id": entry_id,
        "order_no": order,
        "fields": row["fields"] | fields,
    }


def test_the_same_content_has_no_difference() -> None:
    again = version(version_no=2, submitted_at="2026-10-10T00:00:00Z")
    assert diff_versions(OLD, again).changed == []


def test_a_changed_value_is_named_with_both_sides() -> None:
    diff = diff_versions(OLD, version(**papers(paper(publish_date="2020-01"))))
    assert diff.changed == ["papers"]
    (change,) = diff.modules["papers"].fields
    assert (change.entry_id, change.field) == (PAPER, "publish_date")
    assert (change.old, change.new) == ("2019-06", "2020-01")
    assert diff.modules["papers"].entries_changed == (PAPER,)


def test_entries_come_and_go_by_their_ids() -> None:
    both = version(**papers(paper(), paper("e-2", 2)))
    assert diff_versions(OLD, both).modules["papers"].entries_added == ("e-2",)
    assert diff_versions(both, OLD).modules["papers"].entries_removed == ("e-2",)


def test_another_order_is_a_change() -> None:
    one = version(**papers(paper("a", 1), paper("b", 2)))
    two = version(**papers(paper("a", 2), paper("b", 1)))
    assert diff_versions(one, two).modules["papers"].reordered


def test_a_file_in_the_place_of_another_replaces_it() -> None:
    new = version(
        attachments=[
            attachment(s) | ({"sha256": "0" * 64} if s == "cover" else {})
            for s in PARTS
            if s != "toc"
        ]
        + [attachment("original_scan", "awards", "e-award")]
    )
    diff = diff_versions(OLD, new)
    (pair,) = diff.modules["papers"].attachments_replaced
    assert (pair.old.slot, pair.new.sha256) == ("cover", "0" * 64)
    assert [att.slot for att in diff.modules["papers"].attachments_removed] == ["toc"]
    assert [att.slot for att in diff.modules["awards"].attachments_added] == ["original_scan"]
    assert diff.modules["papers"].entries_changed == (PAPER,)


def test_a_renamed_file_with_the_same_bytes_is_the_same() -> None:
    renamed = [attachment(s) | {"att_id": "other", "filename": "改名.pdf"} for s in PARTS]
    assert same_module(OLD, version(attachments=renamed), "papers")


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"person": {"phone": "19900000002"}}, ["personal"]),
        ({"declaration": {"specialty": "桥梁"}}, ["setup"]),
        ({"declaration": {"declare_method": "TRANSFER"}}, ["setup", "personal"]),
        ({"modules": {"lz10": [entry("x", label="甲", value="乙")]}}, ["lz10"]),
    ],
)
def test_setup_and_personal_follow_what_they_show(
    changes: dict[str, Any], changed: list[str]
) -> None:
    assert diff_versions(OLD, version(**changes)).changed == changed
    assert not same_module(OLD, version(**changes), changed[0])
