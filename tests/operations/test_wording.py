from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.partial_date import CHINA
from app.operations.wording import (
    approval_phrase,
    counted,
    deadline_phrase,
    left_phrase,
    moment_text,
    span_text,
)

NOW = datetime(2026, 10, 9, 11, 0, tzinfo=CHINA)
DEADLINE = datetime(2026, 10, 16, 18, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(days=7, hours=7), "7 天 7 小时", "7 d 7 h"),
        (timedelta(days=3), "3 天", "3 d"),
        (timedelta(days=3, minutes=5), "3 天", "3 d"),
        (timedelta(hours=7, minutes=36), "7 小时 36 分", "7 h 36 min"),
        (timedelta(minutes=23), "23 分", "23 min"),
        (timedelta(seconds=20), "0 分", "0 min"),
        (timedelta(hours=-2), "2 小时", "2 h"),
    ],
)
def test_spans(span: timedelta, zh: str, en: str) -> None:
    assert span_text(span, "zh_CN") == zh
    assert span_text(span, "en") == en


def test_moments_are_those_of_the_office() -> None:
    assert moment_text(DEADLINE, NOW, "zh_CN") == "10月16日 18:00"
    assert moment_text(DEADLINE.replace(year=2027), NOW, "zh_CN") == "2027年10月16日 18:00"
    assert moment_text(DEADLINE, NOW, "en") == "16 Oct 18:00"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(175, "来得及"), (23, "时间很紧"), (-2, "已逾期 2 小时")],
)
def test_the_time_left_says_whether_it_will_do(hours: int, words: str) -> None:
    assert words in left_phrase(NOW + timedelta(hours=hours), NOW, "zh_CN")


def test_without_a_deadline_nothing_is_said() -> None:
    assert deadline_phrase(None, NOW, "zh_CN") == left_phrase(None, NOW, "en") == ""


def test_who_must_agree() -> None:
    assert approval_phrase(True, ["陆见深"], "zh_CN") == "须经复核人 陆见深 批准后生效。"
    assert "陆见深 或 韩序" in approval_phrase(True, ["陆见深", "韩序"], "zh_CN")
    assert "复核人批准" in approval_phrase(True, [], "zh_CN")
    assert "即生效" in approval_phrase(False, ["陆见深"], "zh_CN")


def test_counts_leave_out_zeros() -> None:
    assert counted({"BLOCK": 1, "ERROR": 3, "UNSEEN": 0}, "zh_CN") == "1 项拦截、3 项须改"
