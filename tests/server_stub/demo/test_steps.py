"""The units' dossiers of the demo set: in order on any day, and no two texts alike by chance."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from app.domain.calendar import Verdict
from app.domain.profile import CalendarPolicy
from server_stub.demo.cases import liuzhou, omissions, opinions
from server_stub.demo.cases import personas as who
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.plan import WHOLE, Planned, plan
from server_stub.demo.cases.steps import Steps, steps
from server_stub.demo.cases.versions import profile, versions
from tests.server_stub.demo.demo_set import NOW, SHANGHAI

DAYS = [
    NOW,
    datetime(2026, 2, 26, 8, 30, tzinfo=SHANGHAI),  # just after the Spring Festival
    datetime(2025, 10, 10, 9, 0, tzinfo=SHANGHAI),  # just after the National Day
    datetime(2028, 2, 29, 17, 30, tzinfo=SHANGHAI),
    datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI),
]


def made(case: Planned, now: datetime) -> tuple[Steps, date]:
    moments = Moments(now)
    drafts = versions(case, 1, moments)
    found = steps(case.number, case.group, drafts[-1], len(drafts), 1, moments)
    return found, drafts[-1].submitted_at.date()


UNIT_CASES = [case for case in plan(WHOLE) if profile(case) == liuzhou.PROFILE]


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_every_step_lies_behind_the_one_before_and_is_over(now: datetime) -> None:
    for case in UNIT_CASES:
        taken, handed_in = made(case, now)
        days = [handed_in, taken.start, taken.end]
        days += [day for day in (taken.defended, taken.deliberated) if day is not None]
        assert days == sorted(days), case
        assert days[-1] < now.astimezone(SHANGHAI).date(), case
        assert (taken.defended is not None) == taken.senior
        assert taken.done_at < now
        count = taken.calendar.count(taken.start, taken.end, CalendarPolicy())
        assert count.verdict in (Verdict.OK, Verdict.UNCERTAIN)
        assert len({colleague.name for colleague in taken.group} | {taken.name}) == 7


def test_no_two_recommendations_are_alike() -> None:
    texts = [made(case, NOW)[0].text for case in UNIT_CASES]
    assert all(150 <= len(text) <= 500 for text in texts)
    for one, other in combinations(texts, 2):
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        if matcher.quick_ratio() > 0.7:
            assert matcher.ratio() < 0.7, (one, other)


def test_two_cases_share_two_sentences_at_most() -> None:
    names = {"name": "甲", "trade": "市政", "title": "工程师", "project": "示例"}
    whole = [opinions.opinion(number, **names) for number in range(1, 344)]
    assert len(set(whole)) == 343
    same = {w for aspect in opinions._ASPECTS for w in aspect}
    used = [{w for w in same if w.format(**names) in text} for text in whole[:100]]
    assert max(len(one & other) for one, other in combinations(used, 2)) == 2


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_what_the_personas_leave_out(now: datetime) -> None:
    taken, _ = made(UNIT_CASES[0], now)
    today = now.astimezone(SHANGHAI).date()
    policy = CalendarPolicy()

    late = omissions.late_defence(taken)
    assert late.defended is not None
    assert late.deliberated is not None
    assert late.deliberated < late.defended < today
    assert len(omissions.four_members(taken).group) == 4
    running = omissions.running(taken)
    assert running.start < today <= running.end
    assert running.calendar.count(running.start, running.end, policy).verdict is not Verdict.SHORT
    over = omissions.over_national_day(taken)
    assert over.end < today - timedelta(days=10)
    if over.start.year in over.calendar.years:
        assert over.calendar.count(over.start, over.end, policy).verdict is Verdict.SHORT
    far = omissions.unknown_year(taken)
    assert far.start.year not in far.calendar.years
    assert far.calendar.count(far.start, far.end, policy).verdict is Verdict.UNCERTAIN


def test_the_twins_write_the_same() -> None:
    twins = [case for case in plan(WHOLE) if case.persona is who.TWIN]
    first, second = (omissions.boilerplate(made(case, NOW)[0]) for case in twins)
    assert first.text.removeprefix(first.name) == second.text.removeprefix(second.name)
    assert first.name != second.name
