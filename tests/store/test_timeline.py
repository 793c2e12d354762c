"""审核流程 from the newest line on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.model import TimelineEntry
from app.store.readmodels.case import newest_first

AT = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)


def test_what_was_noted_last_in_one_moment_stands_first() -> None:
    later = TimelineEntry(at=AT + timedelta(days=1), action="approve")
    claimed = TimelineEntry(at=AT, action="claim")
    proposed = TimelineEntry(at=AT, action="propose")
    assert newest_first([claimed, proposed, later]) == (later, proposed, claimed)
    assert newest_first([later, claimed, proposed]) == (later, proposed, claimed)
