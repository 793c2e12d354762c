"""Deadlines and dates of the demo set, counted from now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from server_stub.demo.cases.moments import GROUPS, Moments

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(hour: int, minute: int = 0) -> Moments:
    return Moments(datetime(2026, 3, 2, hour, minute, tzinfo=SHANGHAI))


def test_in_the_day_the_first_group_ends_at_closing_time() -> None:
    assert at(9).deadline("today") == datetime(2026, 3, 2, 18, tzinfo=SHANGHAI)
    assert at(17).deadline("today") == datetime(2026, 3, 2, 18, tzinfo=SHANGHAI)


def test_in_the_evening_there_is_still_time_to_work() -> None:
    assert at(17, 1).deadline("today") == datetime(2026, 3, 3, 0, 37, tzinfo=SHANGHAI)


def test_the_day_is_china_s() -> None:
    moments = Moments(datetime(2026, 3, 1, 23, 0, tzinfo=UTC))  # 07:00 of the 2nd in China
    assert moments.deadline("today") == datetime(2026, 3, 2, 18, tzinfo=SHANGHAI)


def test_the_groups_follow_each_other_and_one_lies_within_the_week() -> None:
    for hour in range(24):
        moments = at(hour)
        ends = [moments.deadline(group) for group in GROUPS[:4]]
        assert ends == sorted(set(ends))
        assert ends[0] > moments.now
        assert timedelta(days=2) < ends[2] - moments.now < timedelta(days=7)
        assert ends[3] - moments.now > timedelta(days=14)
        assert timedelta(minutes=10) <= moments.deadline("minutes") - moments.now
        assert moments.deadline("minutes") - moments.now <= timedelta(minutes=11)


def test_what_came_in_came_in_office_hours_before_today() -> None:
    for number in range(1, 60):
        came = at(9).handed_in("today", 1, number)
        assert came.date() < at(9).local.date()
        assert 8 <= came.hour < 18
