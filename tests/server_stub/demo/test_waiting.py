"""The cases that wait for the seal: approved, clean but for three, with every length of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.calendar_data import packaged_calendar
from app.domain.enums import Status
from app.domain.model import Application
from app.forms.content.source import Case
from app.forms.content.unit_opinion import unit_opinion
from app.forms.typesetting import typeset
from server_stub import cases, surroundings
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.demo.cases import manifest, offices
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.plan import MOST, Planned
from server_stub.demo.cases.waiting import (
    EXCLUDED,
    FIRST,
    SEALABLE,
    SEALABLE_BELOW,
    waiting_cases,
)
from server_stub.import_folder import import_folder
from tests.server_stub.demo import judging
from tests.server_stub.demo.test_plan import undrawn
from tests.server_stub.world import CHEAP

SHANGHAI = ZoneInfo("Asia/Shanghai")
AFTER_NATIONAL_DAY = datetime(2026, 10, 12, 9, 0, tzinfo=SHANGHAI)
LEAP = datetime(2028, 2, 29, 17, 30, tzinfo=SHANGHAI)


def filled(folder: Path, now: datetime) -> Server:
    made = folder / "set"
    made.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "files", undrawn)
        manifest.write(made, waiting_cases(), 1, Moments(now), workers=1, cache=None, keys={})
    server = Server(folder / "data", CHEAP, Clock(lambda: now), demo=False)
    import_folder(server, made, link=True)
    judging.pretend_to_have_looked(server)
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = filled(tmp_path_factory.mktemp("waiting"), AFTER_NATIONAL_DAY)
    yield made
    made.close()


def entered(server: Server, case: Planned) -> Application:
    with server.db.read() as session:
        found = cases.load(session, case.app_id(AFTER_NATIONAL_DAY.year))
    assert found is not None
    return found.application


def test_their_numbers_follow_the_table() -> None:
    numbers = [case.number for case in waiting_cases()]
    assert numbers == list(range(MOST + 1, MOST + 1 + len(numbers)))
    assert len(numbers) == SEALABLE + len(EXCLUDED) + SEALABLE_BELOW
    assert SEALABLE >= 30
    assert numbers[-1] < 440  # where the officers begin


def approved_and_clean(server: Server, now: datetime) -> None:
    beside = set(judging.FILE_RULES)
    if now.year not in packaged_calendar().years:
        beside |= {"R121"}  # nobody knows that year's holidays
    for case in waiting_cases():
        app_id = case.app_id(now.year)
        found = judging.rules(server, app_id, now) - beside
        assert found == case.persona.unit_rules - beside, case
        with server.db.read() as session:
            kept = cases.load(session, app_id)
        assert kept is not None
        waits = case.persona.stage == "pass proposed"
        assert kept.application.status is (Status.PROPOSED if waits else Status.APPROVED_AT)


def test_they_are_approved_and_clean_but_for_three(server: Server) -> None:
    approved_and_clean(server, AFTER_NATIONAL_DAY)


@pytest.mark.full
def test_so_they_are_on_the_last_of_february(tmp_path: Path) -> None:
    leap = filled(tmp_path, LEAP)
    try:
        approved_and_clean(leap, LEAP)
    finally:
        leap.close()


def test_their_forms_have_one_page_two_or_three(server: Server) -> None:
    pages = set()
    for case in waiting_cases()[:6]:
        application = entered(server, case)
        profile = server.packs.profile(application.profile).for_type(application.type)
        source = Case(application, profile, None, application.dossier, 6)
        made = typeset(unit_opinion(source, AFTER_NATIONAL_DAY.date(), leader="陆见深"))
        pages.add(made.pages)
    assert pages == {1, 2, 3}


def test_some_have_names_that_programs_trip_over(server: Server) -> None:
    names = [entered(server, case).version.person.name for case in waiting_cases()]
    assert any("·" in name and len(name) > 12 for name in names)
    assert any(ord(char) > 0xFFFF or char in "㛃䶮" for name in names for char in name)
    assert len(set(names)) > 30


def test_the_surroundings_of_an_import_are_those_of_its_end(server: Server) -> None:
    """Cases are gathered for once, after all have come in; nothing may be missing for that."""
    with server.db.read() as session:
        for case in waiting_cases():
            kept = cases.load(session, case.app_id(AFTER_NATIONAL_DAY.year))
            assert kept is not None
            fresh = surroundings.gather(session, kept.row, kept.application)
            assert kept.application.surroundings == fresh, case
            assert fresh.seals, case


def test_the_first_of_them_belongs_to_the_office_of_the_demo() -> None:
    first = waiting_cases()[0]
    assert (first.number, first.org_id) == (FIRST, offices.UNIT)
