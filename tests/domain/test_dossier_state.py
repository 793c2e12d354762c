"""The sub-states of a unit's dossier, step by step, and the way back after a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.checks.engine import Subject
from app.domain.dossier import Defence, Recommendation
from app.domain.dossier_state import DossierState, dossier_state
from app.domain.enums import Status
from tests.domain.checks.unit_cases import (
    NO_DOSSIER,
    NO_PUBLICITY,
    SENIOR,
    Alter,
    as_is,
    at_time,
    case,
    part,
    shown,
    then,
    whole,
)
from tests.domain.clean import clean, with_fields


def state(at: Subject) -> DossierState | None:
    assert at.case is not None
    return dossier_state(at.case, at.profile, at.calendar, at.now)


HEARD = whole(defence=Defence(held_on=date(2026, 9, 16), passed=True))
S = DossierState
STEPS: list[tuple[str, Alter, DossierState]] = [
    ("nothing", NO_DOSSIER, S.CHECKING),
    ("no publicity", NO_PUBLICITY, S.CHECKING),
    ("no day yet", part("publicity", start_date=None), S.CHECKING),
    ("the evening before", at_time("2026-09-06T15:59:00+00:00"), S.CHECKING),
    ("the first day", at_time("2026-09-06T16:00:00+00:00"), S.PUBLICITY_RUNNING),
    ("the last day", at_time("2026-09-15T15:59:00+00:00"), S.PUBLICITY_RUNNING),
    ("no end yet", part("publicity", end_date=None), S.PUBLICITY_RUNNING),
    ("four days", shown("2026-09-07", "2026-09-10"), S.PUBLICITY_REQUIRED),
    ("shown otherwise", part("publicity", publicised_sha256="0" * 64), S.PUBLICITY_REQUIRED),
    ("bound by its content", part("publicity", publicised_sha256=""), S.OPINION_READY),
    ("bound to nothing", part("publicity", publicised_sha256="", content_sha256=""),
     S.PUBLICITY_REQUIRED),
    ("over, nothing held", whole(deliberation=None), S.PUBLICITY_DONE),
    ("senior, not heard", SENIOR, S.PUBLICITY_DONE),
    ("senior, heard", then(SENIOR, HEARD, whole(deliberation=None)), S.DEFENCE_DONE),
    ("senior, heard without a conclusion",
     then(SENIOR, whole(defence=Defence(held_on=date(2026, 9, 16)))), S.PUBLICITY_DONE),
    ("senior, heard on no day", then(SENIOR, whole(defence=Defence(passed=True))),
     S.PUBLICITY_DONE),
    ("deliberated on no day", part("deliberation", held_on=None), S.PUBLICITY_DONE),
    ("no words", whole(recommendation=Recommendation(text=" ")), S.DELIBERATED),
    ("all of it", as_is, S.OPINION_READY),
    ("senior, all of it", then(SENIOR, HEARD), S.OPINION_READY),
    ("approved", case(status=Status.APPROVED_AT), S.APPROVED),
    ("sealed", case(status=Status.SEALED), S.SEALED),
    ("forwarded", case(stage_index=1), S.FORWARDED),
    ("sealed by an office above", case(stage_index=1, status=Status.SEALED), S.FORWARDED),
]  # fmt: skip


@pytest.mark.parametrize(("make", "wanted"), [(m, w) for _, m, w in STEPS],
                         ids=[name for name, _, _ in STEPS])  # fmt: skip
def test_each_step(make: Alter, wanted: DossierState) -> None:
    assert state(make(clean("LZ_ENG_2020"))) is wanted


def test_a_change_of_what_was_shown_opens_the_gate_again() -> None:
    at = clean("LZ_ENG_2020")
    assert state(with_fields(at, "education", rebind=False, major="别的")) is S.PUBLICITY_REQUIRED
    assert state(with_fields(at, "personal", rebind=False, household="别处")) is S.OPINION_READY


def test_without_a_calendar_the_dates_are_taken_as_they_are() -> None:
    at = replace(shown("2026-09-07", "2026-09-08")(clean("LZ_ENG_2020")), calendar=None)
    assert state(at) is S.OPINION_READY


def test_a_year_without_data_is_not_decided_here() -> None:
    at = shown("2027-03-01", "2027-03-03")(clean("LZ_ENG_2020"))
    late = replace(at, now=datetime.fromisoformat("2027-04-01T00:00:00+00:00"))
    assert state(late) is S.OPINION_READY


@pytest.mark.parametrize("profile", ["SX_2024", "LZ_CERT_2019"])
def test_regions_whose_units_keep_no_dossier(profile: str) -> None:
    assert state(clean(profile)) is None


def test_a_route_that_begins_elsewhere_has_no_dossier() -> None:
    at = clean("LZ_ENG_2020")
    assert at.case is not None
    assert state(case(route=at.case.route[1:])(at)) is None
    assert state(case(route=[])(at)) is S.OPINION_READY
