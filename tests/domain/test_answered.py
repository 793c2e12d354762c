"""A return beside what the applicant made of it."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.answered import RoundDiff, Spot, Standing, last_return, round_diff
from app.domain.model import ModuleComment
from tests.domain.make import (
    PAPER,
    PARTS,
    application,
    attachment,
    entry,
    liuzhou,
    modules,
    version,
)  # fmt: skip

OLD = version()


def comment(module: str, entry_id: str | None = None, field: str | None = None) -> ModuleComment:
    return ModuleComment(
        comment_id=f"{module}-{entry_id}-{field}", module=module, entry_id=entry_id, field=field,
        text="请更正。",
    )  # fmt: skip


def made(*comments: ModuleComment, **changes: Any) -> RoundDiff:
    return round_diff(OLD, version(version_no=2, **changes), comments, liuzhou())


def papers(*more: Any, **fields: Any) -> dict[str, Any]:
    (row,) = modules()["papers"]
    return {"modules": {"papers": [row | {"fields": row["fields"] | fields}, *more]}}


def standing(found: RoundDiff, code: str) -> Standing:
    one = found.module(code)
    assert one is not None
    return one.standing


def test_the_four_standings_of_a_module() -> None:
    new = papers(publish_date="2020-01")["modules"] | {
        "awards": [entry("e-award", name="奖", granting_org="甲", date="2021-01")]
    }
    found = made(comment("papers"), comment("achievements"), modules=new)
    assert found.standing(Standing.FLAGGED_CHANGED) == ["papers"]
    assert found.standing(Standing.FLAGGED_UNCHANGED) == ["achievements"]
    assert found.standing(Standing.CHANGED_UNFLAGGED) == ["awards"]
    assert "education" in found.standing(Standing.SAME)
    assert found.module("nowhere") is None


@pytest.mark.parametrize(
    ("about", "change", "answered"),
    [
        (comment("papers"), papers(title="另"), True),
        (comment("papers"), {}, False),
        (comment("papers", PAPER), papers(title="另"), True),
        (comment("papers", PAPER, "title"), papers(title="另"), True),
        (comment("papers", PAPER, "publish_date"), papers(title="另"), False),
        (comment("papers", None, "title"), papers(title="另"), True),
        (comment("papers", PAPER), papers(entry("e-2", kind="BOOK", title="书")), False),
        (comment("papers"), papers(entry("e-2", kind="BOOK", title="书")), True),
        (comment("papers", PAPER, "title"), {"modules": {"papers": []}}, True),
        (comment("papers", "e-other"), {"modules": {"papers": []}}, False),
    ],
)
def test_a_comment_is_answered_by_a_change_at_its_place(
    about: ModuleComment, change: dict[str, Any], answered: bool
) -> None:
    module = made(about, **change).module("papers")
    assert module is not None
    assert [one.changed for one in module.answers] == [answered]
    assert len(module.left) == (not answered)


NEW_COVER = {
    "attachments": [
        attachment(slot, **({"sha256": "0" * 64, "pages": 2} if slot == "cover" else {}))
        for slot in PARTS
    ]
}


@pytest.mark.parametrize(
    ("field", "answered"),
    [(None, True), ("cover", True), ("toc", False), ("title", True)],
    ids=["row", "slot", "other slot", "field"],
)
def test_a_new_file_answers_the_row_its_slot_and_its_fields(
    field: str | None, answered: bool
) -> None:
    module = made(comment("papers", PAPER, field), **NEW_COVER).module("papers")
    assert module is not None
    assert module.answers[0].changed is answered
    assert module.unasked == (() if answered else (Spot(PAPER, "cover"),))


def test_what_nobody_asked_for_is_named() -> None:
    found = made(comment("papers", PAPER, "title"), **papers(title="另", author_rank=2))
    module = found.module("papers")
    assert module is not None
    assert module.unasked == (Spot(PAPER, "author_rank"),)
    assert module.standing is Standing.FLAGGED_CHANGED


def test_what_the_unit_has_publicised_is_marked() -> None:
    assert made(**papers(title="另")).reopens_publicity
    phone = made(person={"phone": "19900000009"})
    assert standing(phone, "personal") is Standing.CHANGED_UNFLAGGED
    assert not phone.reopens_publicity
    assert not made(comment("papers")).reopens_publicity


def test_a_file_that_was_replaced_tells_its_pages() -> None:
    (pair,) = made(**NEW_COVER).diff.modules["papers"].attachments_replaced
    assert (pair.new.pages, pair.pages_differ) == (2, False)  # the old number is not known
    known = pair.old.model_copy(update={"pages": 1})
    assert type(pair)(known, pair.new).pages_differ
    assert not type(pair)(known, known).pages_differ


def proposal(verb: str, version_no: int, outcome: str = "APPROVED") -> dict[str, Any]:
    return {
        "op_id": f"{verb}{version_no}{outcome}", "decision": {"verb": verb},
        "version_no": version_no, "content_sha256": "", "handler_id": "u1",
        "proposed_at": "2026-10-01T00:00:00Z", "outcome": outcome,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([], None),
        ([proposal("RETURN", 1)], "RETURN1APPROVED"),
        ([proposal("RETURN", 1), proposal("REFER_DOWN", 2)], "REFER_DOWN2APPROVED"),
        ([proposal("RETURN", 1, "SENT_BACK")], None),
        ([proposal("PASS", 1)], None),
        ([proposal("RETURN", 3)], None),
    ],
)
def test_the_last_return_before_the_present_version(
    history: list[dict[str, Any]], found: str | None
) -> None:
    case = application(history=history, version=version(version_no=3).model_dump(mode="json"))
    last = last_return(case)
    assert (last.op_id if last else None) == found
