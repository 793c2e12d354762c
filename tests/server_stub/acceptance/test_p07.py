"""P7: the window of the activity, by the server's clock (S3 2.3, R006)."""

from __future__ import annotations

import pytest

from tests.server_stub.acceptance.regions import shanxi_draft
from tests.stories.telling import Story


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("2024-07-13 23:59", "WINDOW_NOT_OPEN"),
        ("2024-07-14 00:00", None),
        ("2024-09-19 23:59", None),
        ("2024-09-20 00:00", "WINDOW_CLOSED"),
    ],
)
def test_the_first_and_the_last_minute_count(tale: Story, when: str, code: str | None) -> None:
    shanxi_draft(tale)
    tale.it_is(when)
    answer = tale.tries_to_hand_in()
    if code is None:
        assert answer.status_code == 200, answer.text
        return
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert answer.json()["rule_ids"] == ["R006"]
    assert tale.status == "DRAFT"
