"""Applying a difference to the old version gives the new one, whatever they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.diff import apply_diff, diff_versions
from app.domain.form import form_entries
from app.domain.model import ApplicationVersion
from app.domain.patch import ABSENT, Change, Order, Patch, apply_patch, patch_of, same_value
from tests.domain.make import attachment, entry, modules, version

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.text("甲乙ab", max_size=3),
    st.lists(st.sampled_from(["2026-01", "2026-02"]), max_size=2),
)  # fmt: skip
FIELDS = st.dictionaries(st.sampled_from(["title", "kind", "publish_date", "name"]), VALUES)
ENTRIES = st.lists(
    st.builds(
        lambda entry_id, order, fields: {"entry_id": entry_id, "order_no": order, "fields": fields},
        st.sampled_from(["e-1", "e-2", "e-3"]), st.integers(1, 3), FIELDS,
    ),
    unique_by=lambda row: row["entry_id"], max_size=3,
)  # fmt: skip
MODULES = st.dictionaries(
    st.sampled_from(["personal", "papers", "awards"]), st.builds(lambda e: {"entries": e}, ENTRIES)
)
FILES = st.lists(
    st.builds(
        lambda name, slot, owner, digit, pages: attachment(
            slot, entry=owner, att_id=name, sha256=digit * 64, pages=pages
        ),
        st.sampled_from(["a", "b", "c"]), st.sampled_from(["cover", "toc"]),
        st.sampled_from(["e-1", "e-2", None]), st.sampled_from("01"),
        st.sampled_from([None, 1, 2]),
    ),
    unique_by=lambda att: att["att_id"], max_size=3,
)  # fmt: skip
VERSIONS = st.builds(
    lambda m, files, person, declared, extra, number: ApplicationVersion.model_validate(
        version(person=person, declaration=declared).model_dump(mode="json")
        | {"modules": m, "attachments": files, "version_no": number} | extra
    ),
    MODULES, FILES,
    st.dictionaries(st.sampled_from(["name", "phone"]), st.text("12", min_size=1, max_size=2)),
    st.dictionaries(st.sampled_from(["specialty", "target_title"]), st.text("乙丙", max_size=2)),
    st.dictionaries(st.just("of_a_newer_server"), VALUES, max_size=1), st.integers(1, 3),
)  # fmt: skip


@given(VERSIONS, VERSIONS)
def test_applied_to_the_old_version_it_gives_the_new_one(
    old: ApplicationVersion, new: ApplicationVersion
) -> None:
    made = apply_diff(old, diff_versions(old, new))
    assert made == new
    assert same_value(made.model_dump(mode="json"), new.model_dump(mode="json"))


@given(VERSIONS)
def test_a_version_does_not_differ_from_itself(one: ApplicationVersion) -> None:
    again = ApplicationVersion.model_validate_json(one.model_dump_json())
    diff = diff_versions(one, again)
    assert not diff.patch
    assert diff.changed == []


@given(VERSIONS, VERSIONS)
def test_what_the_form_shows_differs_exactly_where_the_difference_says(
    old: ApplicationVersion, new: ApplicationVersion
) -> None:
    diff = diff_versions(old, new)
    for code, module in diff.modules.items():
        assert module.changed is (shown(old, code) != shown(new, code)), code


def shown(one: ApplicationVersion, code: str) -> Any:
    """What a person can see of a module: rows in order, values that are there, files."""
    rows = [
        (row.entry_id, {k: repr(v) for k, v in row.values.items() if v is not None})
        for row in form_entries(one, code)
    ]
    files = {(att.entry_id, att.slot, att.sha256) for att in one.attachments_of(code)}
    return rows, files


@given(VERSIONS, VERSIONS, VERSIONS)
def test_it_does_not_fit_another_version(
    old: ApplicationVersion, new: ApplicationVersion, other: ApplicationVersion
) -> None:
    patch = patch_of(old, new)
    try:
        made = apply_patch(other, patch)
    except ValueError:
        assert patch_of(old, other)
        return
    touched = {change.place for change in patch.changes}
    assert touched.isdisjoint({change.place for change in patch_of(new, made).changes})


def paper(**fields: Any) -> Any:
    values = {"kind": "PAPER", "condition_code": "一", "title": "示例论文"}
    return entry("e-paper", **values | {"journal": "示例学报", "publish_date": "2019-06"} | fields)


def test_a_value_a_null_and_nothing_are_three_things() -> None:
    told = [version(modules={"papers": [paper(**x)]}) for x in ({}, {"note": None}, {"note": "甲"})]
    place = ("modules", "papers", "entries", "e-paper", "fields", "note")
    assert patch_of(told[0], told[1]) == Patch((Change(place, ABSENT, None),))
    assert patch_of(told[1], told[2]) == Patch((Change(place, None, "甲"),))
    assert patch_of(told[2], told[0]) == Patch((Change(place, "甲", ABSENT),))
    assert diff_versions(told[0], told[1]).changed == []  # a form shows both as empty


def test_true_is_not_one() -> None:
    one, other = (version(modules={"papers": [paper(note=x)]}) for x in (True, 1))
    assert diff_versions(one, other).changed == ["papers"]
    assert patch_of(one, other).changes[0].new == 1


def test_a_row_that_moved_is_moved_and_not_replaced() -> None:
    rows = [entry("e-1", title="甲"), entry("e-2", title="乙"), entry("e-3", title="丙")]
    old = version(modules={"papers": rows})
    new = version(modules={"papers": [rows[2], rows[0], rows[1]]})
    order = Order(("modules", "papers", "entries"), ("e-1", "e-2", "e-3"), ("e-3", "e-1", "e-2"))
    assert patch_of(old, new) == Patch((), (order,))


def test_a_change_that_was_not_made_here_is_refused() -> None:
    old, new = version(), version(modules={"papers": [paper(title="另一题名")]})
    other = version(modules={"papers": [paper(title="第三题名")]})
    with pytest.raises(ValueError, match=r"modules\.papers\.entries\.e-paper"):
        apply_patch(other, patch_of(old, new))
    with pytest.raises(ValueError, match="there is no"):
        apply_patch(version(modules={"papers": []}), patch_of(old, new))
    assert modules()["papers"][0]["fields"]["title"] == "示例论文"
