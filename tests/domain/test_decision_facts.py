from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.decision_facts import stage_overdue, time_to_resubmit
from tests.domain.make import NOW, application, liuzhou

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("deadline", "days", "left"),
    [
        (None, None, None),
        (DAY * 3, None, DAY * 3),
        (None, 5, DAY * 5),
        (DAY * 3, 5, DAY * 3),
        (DAY * 9, 5, DAY * 5),
        (-DAY, 5, -DAY),
    ],
)
def test_the_sooner_limit_counts(
    deadline: timedelta | None, days: int | None, left: timedelta | None
) -> None:
    until = (NOW + deadline).isoformat() if deadline is not None else None
    profile = liuzhou().model_copy(update={"resubmit_deadline_days": days})
    assert time_to_resubmit(application(deadline_current=until), profile, NOW) == left


def test_the_moment_itself_is_in_time() -> None:
    assert not stage_overdue(NOW, NOW)
    assert stage_overdue(NOW, NOW + timedelta(microseconds=1))
    assert not stage_overdue(None, NOW)
