"""P3: a return keeps what was filled in, flags the modules, and ends at the deadline of the stage
that returned it, by the server's clock to the second (S3 2.7; domain T19, T21)."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.server_stub.acceptance.regions import COMMENT, liuzhou, shanxi_draft
from tests.stories.telling import Story
from tests.stories.town import DEPT, moment


def returned(tale: Story) -> datetime:
    """A Liuzhou case that its unit has returned; returns the deadline."""
    liuzhou(tale)
    tale.returns("unit", "请补充", COMMENT)
    assert tale.status == "RETURNED"
    return datetime.fromisoformat(tale.document["deadline_current"])


def let_it_be(tale: Story, when: datetime) -> None:
    tale.town.server.clock.travel_to(when)


def test_the_deadline_is_that_of_the_stage_that_returned(tale: Story) -> None:
    assert returned(tale) == moment("2026-11-20 18:00")


def test_one_second_after_the_deadline_is_too_late(tale: Story) -> None:
    deadline = returned(tale)
    let_it_be(tale, deadline + timedelta(seconds=1))
    answer = tale.tries("resubmit")
    assert (answer.status_code, answer.json()["code"]) == (409, "DEADLINE_PASSED")
    assert tale.seen_by_applicant()["status"] == "LAPSED"


def test_the_last_minute_counts(tale: Story) -> None:
    deadline = returned(tale)
    tale.attaches("education", "e-edu", "edu_cert")
    let_it_be(tale, deadline - timedelta(minutes=1))
    tale.hands_in("resubmit")
    assert tale.status == "SUBMITTED"


def test_the_data_stay_and_the_modules_are_flagged(tale: Story) -> None:
    liuzhou(tale)
    before = tale.seen_by_applicant()["version"]["modules"]
    tale.returns("unit", "请补充", COMMENT)
    shown = tale.seen_by_applicant()
    assert shown["version"]["modules"] == before
    flagged = [row["module"] for row in shown["proposal"]["decision"]["module_comments"]]
    assert flagged == [COMMENT["module"]]


def test_another_stage_has_another_deadline(tale: Story) -> None:
    shanxi_draft(tale)
    tale.hands_in()
    assert tale.lies_at == DEPT
    tale.returns("dept", "请补充", COMMENT)
    found = datetime.fromisoformat(tale.document["deadline_current"])
    assert found == moment("2024-10-31 18:00")
