"""P6: one series a year and person; the refusal names what there is (S1 3.1(1), R004)."""

from __future__ import annotations

from typing import Any

import httpx

from app.domain.enums import ApplicationType
from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import market
from tests.stories.telling import Story
from tests.stories.test_s1_guangxi_market import DECLARED


def again(tale: Story, kind: ApplicationType, **declared: Any) -> httpx.Response:
    body = {"profile": "GXRC", "type": kind.value, "declaration": DECLARED | declared}
    return tale.applicant.post(APPLICATIONS, json=body)


def test_a_second_series_is_refused_and_the_first_named(tale: Story) -> None:
    market(tale)
    answer = again(tale, ApplicationType.EVALUATION, series_code="经济", target_title="经济师")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "ONE_SERIES_PER_YEAR")
    assert problem["rule_ids"] == ["R004"]
    assert (problem["params"]["app_id"], problem["params"]["title"]) == (tale.app_id, "工程师")
    assert "工程师" in problem["title"]


def test_a_recognition_of_the_same_year_counts_too(tale: Story) -> None:
    market(tale)
    assert again(tale, ApplicationType.RECOGNITION).json()["code"] == "ONE_SERIES_PER_YEAR"


def test_a_lost_certificate_is_no_series(tale: Story) -> None:
    market(tale)
    assert again(tale, ApplicationType.LOSS_REISSUE).status_code == 201


def test_a_kind_that_the_region_does_not_take(tale: Story) -> None:
    body = {"profile": "SX_2024", "type": "RECOGNITION", "declaration": DECLARED}
    answer = tale.applicant.post(APPLICATIONS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "TYPE_NOT_OFFERED")
