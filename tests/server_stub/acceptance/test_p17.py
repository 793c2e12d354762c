"""P17: the print set is there once the committee has accepted the case (S3 2.8)."""

from __future__ import annotations

from typing import Any

from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import shanxi_draft
from tests.stories.telling import Story


def printed(tale: Story, code: str = "application") -> tuple[int, dict[str, Any]]:
    answer = tale.applicant.get(f"{APPLICATIONS}/{tale.app_id}/prints/{code}")
    return answer.status_code, answer.json()


def unlocked(tale: Story) -> bool:
    (only,) = tale.applicant.get(f"{APPLICATIONS}/{tale.app_id}/prints").json()
    return bool(only["unlocked"])


def locked(tale: Story) -> None:
    status, problem = printed(tale)
    assert (status, problem["code"]) == (409, "PRINT_LOCKED"), tale.status
    assert not unlocked(tale)


def test_refused_until_the_committee_has_accepted(tale: Story) -> None:
    shanxi_draft(tale)
    tale.hands_in()
    locked(tale)
    tale.passes("dept")
    locked(tale)
    tale.forwards("deptclerk")
    locked(tale)
    tale.does("shanxiclerk", "accept")
    assert unlocked(tale)
    status, data = printed(tale)
    assert status == 200
    assert data["forms"] == ["overview", "evaluation_form", "defence_paper", "work_summary"]
    assert data["application"]["app_id"] == tale.app_id


def test_there_is_no_set_that_the_region_does_not_have(tale: Story) -> None:
    shanxi_draft(tale)
    assert printed(tale, "certificate")[0] == 404
