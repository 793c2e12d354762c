"""How far a unit has come with its dossier (domain §4.9). Computed anew, never stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from app.domain.calendar import Verdict, WorkCalendar, has_ended
from app.domain.enums import OrgKind, Status
from app.domain.model import Application
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.publicised import publicised_sha256
from app.domain.publicity import Publicity


class DossierState(StrEnum):
    """The sub-states, in their order; PUBLICITY_REQUIRED is where a change leads back to."""

    CHECKING = "CHECKING"
    PUBLICITY_REQUIRED = "PUBLICITY_REQUIRED"
    PUBLICITY_RUNNING = "PUBLICITY_RUNNING"
    PUBLICITY_DONE = "PUBLICITY_DONE"
    DEFENCE_DONE = "DEFENCE_DONE"
    DELIBERATED = "DELIBERATED"
    OPINION_READY = "OPINION_READY"
    APPROVED = "APPROVED"
    SEALED = "SEALED"
    FORWARDED = "FORWARDED"


def dossier_state(
    case: Application, profile: Profile, calendar: WorkCalendar | None, now: datetime
) -> DossierState | None:
    """Where the unit stands; None where units keep no dossier.

    The last step whose own work and that of all steps before is done. Whether the work is good is
    the rules' matter (R120 to R138), and so is a year without calendar data: such a publicity
    counts as done here and stays a question there.

    :param calendar: the working days; without one a publicity is taken at its dates.
    :param now: the server's time.
    """
    if profile.dossier is None or not _has_unit(case):
        return None
    if case.stage_index > 0:
        return DossierState.FORWARDED
    if case.status is Status.SEALED:
        return DossierState.SEALED
    if case.status is Status.APPROVED_AT:
        return DossierState.APPROVED
    shown = case.dossier.publicity if case.dossier else None
    if shown is None or shown.start_date is None:
        return DossierState.CHECKING
    if not _shows(shown, case, profile) or _too_short(shown, profile, calendar):
        return DossierState.PUBLICITY_REQUIRED
    if shown.end_date is None or not has_ended(shown.end_date, now):
        return _begun(shown, now)
    reached = DossierState.PUBLICITY_DONE
    for step, done in _steps(case, profile):
        if done is False:
            break
        reached = step if done else reached
    return reached


def _steps(case: Application, profile: Profile) -> Iterator[tuple[DossierState, bool | None]]:
    """The work after the publicity: done, not done, or (None) not asked for at this level."""
    dossier, policy = case.dossier, profile.dossier
    if dossier is None or policy is None:
        return
    defence, held = dossier.defence, dossier.deliberation
    heard = defence is not None and defence.held_on is not None and defence.passed is not None
    asked = case.version.declaration.level in policy.defence_levels
    yield DossierState.DEFENCE_DONE, heard if asked else None
    yield DossierState.DELIBERATED, held is not None and held.held_on is not None
    yield DossierState.OPINION_READY, bool(dossier.recommendation.text.strip())


def _has_unit(case: Application) -> bool:
    return not case.route or case.route[0].kind is OrgKind.UNIT


def _shows(shown: Publicity, case: Application, profile: Profile) -> bool:
    """Whether the publicised modules are still what was shown (R124)."""
    if not shown.publicised_sha256:
        return shown.content_sha256 == case.version.content_sha256
    return shown.publicised_sha256 == publicised_sha256(case.version, profile)


def _too_short(shown: Publicity, profile: Profile, calendar: WorkCalendar | None) -> bool:
    if calendar is None or shown.start_date is None or shown.end_date is None:
        return False
    counted = calendar.count(shown.start_date, shown.end_date, profile.calendar)
    return counted.verdict is Verdict.SHORT


def _begun(shown: Publicity, now: datetime) -> DossierState:
    begun = shown.start_date is not None and shown.start_date <= now.astimezone(CHINA).date()
    return DossierState.PUBLICITY_RUNNING if begun else DossierState.CHECKING
