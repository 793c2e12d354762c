"""Numbers, dates and masks read as style guide §10 writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.widgets import formats

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 10, 9, 10, 24, 7, tzinfo=CHINA)


def at(month: int, day: int, hour: int = 18, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (99 * 1024, "99 KB"),
        (200 * 1024, "0.2 MB"),
        (round(2.1 * 1024**2), "2.1 MB"),
        (45 * 1024**2, "45.0 MB"),
        (round(1.4 * 1024**3), "1.4 GB"),
        (3 * 1024**4, "3.0 TB"),
    ],
)
def test_bytes(size: int, text: str) -> None:
    assert formats.bytes_text(size) == text


def test_rate_count_percent_hash() -> None:
    assert formats.rate_text(3.2 * 1024**2) == "3.2 MB/s"
    assert formats.count_text(9999) == "9999"
    assert formats.count_text(10000) == "10,000"
    assert formats.percent_text(0.125) == "12.5%"
    assert formats.hash_text("1c09" + "0" * 56 + "77e1") == "1c09…77e1"
    assert formats.hash_text("1c09") == "1c09"


def test_masks() -> None:
    assert formats.mask_id("999999198803150014") == "999***********0014"
    assert formats.id_tail("999999198803150014") == "0014"
    assert formats.mask_phone("19900000123") == "199****0123"


@given(st.text(alphabet="0123456789Xx", max_size=24))
def test_a_mask_never_shows_more_than_seven_characters(number: str) -> None:
    for masked in (formats.mask_id(number), formats.mask_phone(number), formats.id_tail(number)):
        assert len(masked.replace("*", "")) <= 7
        assert not masked or masked != number or set(number) <= {"*"}


@pytest.mark.parametrize(
    ("deadline", "zh", "en"),
    [
        (at(10, 12, 17, 30), "剩 3 天 7 小时", "3 d 7 h left"),
        (at(10, 12, 10, 25), "剩 3 天", "3 d left"),
        (at(10, 9, 18, 1), "剩 7 小时 36 分", "7 h 36 min left"),
        (at(10, 9, 12, 25), "剩 2 小时", "2 h left"),
        (at(10, 9, 10, 48), "剩 23 分", "23 min left"),
        (NOW + timedelta(seconds=59), "剩不到 1 分", "under 1 min left"),
        (NOW, "已逾期 1 分", "overdue by 1 min"),
        (NOW - timedelta(minutes=125), "已逾期 2 小时", "overdue by 2 h"),
        (NOW - timedelta(days=3, hours=5), "已逾期 3 天", "overdue by 3 d"),
    ],
)
def test_countdown(deadline: datetime, zh: str, en: str) -> None:
    assert formats.countdown(deadline, NOW) == zh
    assert formats.countdown(deadline, NOW, "en") == en


@given(st.integers(min_value=1, max_value=500_000))
def test_countdown_never_promises_more_than_is_left(minutes: int) -> None:
    text = formats.countdown(NOW + timedelta(minutes=minutes), NOW)
    factors = {"天": 1440, "小时": 60, "分": 1}
    words = text.removeprefix("剩 ").split()
    told = sum(int(n) * factors[unit] for n, unit in zip(words[::2], words[1::2], strict=True))
    assert told <= minutes
    assert minutes - told < (60 if minutes >= 1440 else 1)


def test_urgency_goes_by_the_calendar_day() -> None:
    assert formats.urgency(at(10, 8), NOW) == "red"
    assert formats.urgency(at(10, 9), NOW) == "red"
    assert formats.urgency(at(10, 10, 0, 5), NOW) == "amber"
    assert formats.urgency(at(10, 11), NOW) == ""


def test_times_are_shown_in_the_zone_of_now() -> None:
    utc = at(10, 9).astimezone(UTC)
    assert formats.table_time(utc, NOW) == "10-09 18:00"
    assert formats.sentence_time(utc, NOW) == "今天 18:00"
    assert formats.urgency(at(10, 10, 1).astimezone(UTC), NOW) == "amber"


def test_dates() -> None:
    assert formats.date_text(date(2026, 10, 9)) == "2026-10-09"
    assert formats.table_time(at(10, 9, year=2025), NOW) == "2025-10-09 18:00"
    assert formats.sentence_time(at(10, 10), NOW) == "明天 18:00"
    assert formats.sentence_time(at(10, 16), NOW) == "10月16日 18:00"
    assert formats.sentence_time(at(1, 5, year=2027), NOW) == "2027年1月5日 18:00"
    assert formats.sentence_time(at(10, 16), NOW, "en") == "16 Oct 18:00"
    assert formats.sentence_time(at(1, 5, year=2027), NOW, "en") == "5 Jan 2027 18:00"
    assert formats.clock_text(NOW, seconds=True) == "10:24:07"
