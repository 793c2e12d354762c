"""P5: office, committee, level and series are fixed once handed in (S1 3.5(1), R012)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import COMMENT, liuzhou, market
from tests.server_stub.world import World
from tests.stories.telling import Story
from tests.stories.town import CITY

TARGETS: list[tuple[str, Any]] = [
    ("target_office_code", CITY),
    ("committee_code", "另一评审会"),
    ("level", "JUNIOR_ASSISTANT"),
    ("series_code", "经济"),
    ("year", 2027),
]


def changed(tale: Story, **target: Any) -> tuple[int, str]:
    declared = tale.document["version"]["declaration"] | target
    path = f"{APPLICATIONS}/{tale.app_id}/declaration"
    answer = tale.applicant.put(path, json=declared)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize(("name", "value"), TARGETS)
def test_a_submitted_target_is_locked(tale: Story, name: str, value: Any) -> None:
    market(tale)
    before = tale.document
    assert changed(tale, **{name: value}) == (409, "TARGET_LOCKED")
    assert tale.document == before


def test_a_return_does_not_unlock_it(tale: Story) -> None:
    liuzhou(tale)
    tale.returns("unit", "请补充", COMMENT)
    assert changed(tale, committee_code="另一评审会") == (409, "TARGET_LOCKED")
    assert changed(tale, specialty="市政工程") == (200, "")


def test_before_handing_in_it_is_free(tale: Story, town: World) -> None:
    del town
    market(tale)
    tale.tries("withdraw")
    assert changed(tale, target_office_code=CITY) == (200, "")
