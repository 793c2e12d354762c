from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.domain.calendar import Verdict
from app.domain.profile import CalendarPolicy
from app.store.cache import Cache
from app.store.calendars import Calendars
from tests.store.factory import Change, no_findings, page

YEAR = {"year": 2027, "version": 3, "holidays": {"2027-03-01": "NEW"}, "makeup_workdays": {}}


def told(year: str, rev: int, doc: dict[str, Any] | None) -> Change:
    return Change("calendar", year, rev, json.dumps(doc).encode() if doc else None)


def verdict(calendars: Calendars, month: str) -> Verdict:
    start, end = date.fromisoformat(f"{month}-01"), date.fromisoformat(f"{month}-12")
    return calendars.calendar().count(start, end, CalendarPolicy()).verdict


def test_a_pushed_year_is_known_at_once_and_forgotten_when_it_is_withdrawn(cache: Cache) -> None:
    calendars = Calendars(cache)
    assert verdict(calendars, "2027-03") is Verdict.UNCERTAIN
    cache.apply_page(page(told("2027", 1, YEAR)), no_findings)
    assert verdict(calendars, "2027-03") is Verdict.OK
    assert calendars.calendar().years[2027].key == "CN-2027@3"
    assert calendars.calendar() is calendars.calendar()
    assert calendars.calendar().knows(2026)
    cache.apply_page(page(told("2027", 2, None)), no_findings)
    assert verdict(calendars, "2027-03") is Verdict.UNCERTAIN


@pytest.mark.expect_log("app.store.calendars")
def test_a_year_that_cannot_be_read_is_not_known(cache: Cache) -> None:
    calendars = Calendars(cache)
    assert verdict(calendars, "2026-03") is Verdict.OK
    strange = YEAR | {"year": 2026, "holidays": "see annex"}
    cache.apply_page(page(told("2026", 1, strange)), no_findings)
    assert verdict(calendars, "2026-03") is Verdict.UNCERTAIN
