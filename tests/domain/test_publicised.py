from __future__ import annotations

from typing import Any

import pytest

from app.domain.model import ApplicationVersion
from app.domain.publicised import changed_publicised, publicised_modules, publicised_sha256
from tests.domain.make import attachment, entry, liuzhou, market, modules, version

PROFILE = liuzhou()
SHOWN = publicised_modules(PROFILE)


def two_papers(*order: str) -> dict[str, Any]:
    (row,) = modules()["papers"]
    rows = [row, row | {"entry_id": "e-2"}]
    return {"modules": {"papers": [{**r, "order_no": order.index(r["entry_id"])} for r in rows]}}


def papers(**fields: Any) -> dict[str, Any]:
    (row,) = modules()["papers"]
    return {"modules": {"papers": [row | {"fields": row["fields"] | fields}]}}


CHANGES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"version_no": 2, "submitted_at": "2026-10-20T01:00:00Z"}, []),
    (papers(title="另一篇"), ["papers"]),
    (papers(title=None), ["papers"]),
    ({"modules": {"papers": []}}, ["papers"]),
    ({"modules": {"papers": [*modules()["papers"], entry("e-new", title="新")]}}, ["papers"]),
    ({"attachments": [attachment("cover", sha256="0" * 64)]}, ["papers"]),
    ({"attachments": []}, ["papers"]),
    ({"modules": {"social_insurance": []}}, []),
    ({"person": {"phone": "19900000009"}}, ["personal"]),
]


def changed(changes: dict[str, Any]) -> tuple[ApplicationVersion, list[str]]:
    other = version(**changes)
    return other, changed_publicised(version(), other, PROFILE)


@pytest.mark.parametrize(("changes", "wanted"), CHANGES)
def test_only_what_was_shown_counts(changes: dict[str, Any], wanted: list[str]) -> None:
    other, found = changed(changes)
    assert found == [code for code in wanted if code in SHOWN]
    same = publicised_sha256(other, PROFILE) == publicised_sha256(version(), PROFILE)
    assert same is (not found)


def test_the_order_by_importance_is_shown_too() -> None:
    one, other = version(**two_papers("e-paper", "e-2")), version(**two_papers("e-2", "e-paper"))
    assert changed_publicised(one, other, PROFILE) == ["papers"]
    assert publicised_sha256(one, PROFILE) != publicised_sha256(other, PROFILE)


def test_a_region_without_dossiers_publicises_nothing() -> None:
    profile = market().model_copy(update={"dossier": None})
    assert publicised_modules(profile) == []
    assert changed_publicised(version(), version(**papers(title="x")), profile) == []
