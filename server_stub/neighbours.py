"""Keeping surroundings true: of a case when it changes, of its neighbours when that matters.

Only what changed is looked at: a new version or dossier is gathered for, a case that begins or
ends is told to the person's other cases, everything else leaves the surroundings as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.model import Application
from app.domain.workflow import TERMINAL
from server_stub import surroundings, traces
from server_stub.tables import ApplicationRow
from server_stub.tables_units import TraceRow

_ENDS = TERMINAL | {Status.WITHDRAWN, Status.PASSED_FINAL}
"""States that other cases of the person tell of; they need not hear of every step on the way."""


_AT_ONCE = 500
"""So many keys are asked for in one question to the database."""


def kept_up(
    session: Session, row: ApplicationRow, before: Application, after: Application
) -> tuple[Application, set[str]]:
    """The next state with its surroundings, and the cases whose own are out of date by it.

    :param row: the row as it was before.
    """
    if after.current_version == 0:
        return after, set()
    concerned: set[str] = set()
    if before.current_version == 0 or (after.status in _ENDS) != (before.status in _ENDS):
        concerned |= set(surroundings.same_person(session, row))
    if _shows_more(before, after) or after.status is Status.DELETED:
        kept = surroundings.leave_traces(session, row, after)
        concerned |= {each for each in kept.concerned if not each.startswith(traces.ACCOUNT)}
        around = surroundings.gather(session, row, after, kept.found)
    elif after.surroundings is None or _goes_elsewhere(before, after):
        around = surroundings.gather(session, row, after)
    else:
        now = {
            "recused": surroundings.recused(session, after),
            "seals": surroundings.seals_of(session, after),
        }
        around = after.surroundings.model_copy(update=now)
        if around == after.surroundings:
            return after, concerned
    return after.model_copy(update={"surroundings": around}), concerned


def of_persons(session: Session, person_ids: Iterable[str]) -> list[str]:
    """The cases of these people."""
    wanted = ApplicationRow.person_id.in_(set(person_ids))
    return list(session.scalars(select(ApplicationRow.app_id).where(wanted)))


def of_unit(session: Session, org_id: str) -> list[str]:
    """The cases that came from a unit."""
    found = select(ApplicationRow.app_id).where(ApplicationRow.unit_org_id == org_id)
    return list(session.scalars(found))


def with_certificate(session: Session, numbers: Iterable[str]) -> list[str]:
    """The cases that state one of these certificate or management numbers."""
    keys = {traces.certificate_key(number) for number in numbers} - {""}
    wanted = [traces.Trace(traces.CERTIFICATE, key).key for key in sorted(keys)]
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = TraceRow.key.in_(wanted[start : start + _AT_ONCE])
        found.update(session.scalars(select(TraceRow.app_id).where(some)))
    return sorted(found)


def _shows_more(before: Application, after: Application) -> bool:
    """Whether there is something new that others may have in common with it."""
    old, new = before.dossier, after.dossier
    return (
        before.current_version != after.current_version
        or (old.rev if old else 0) != (new.rev if new else 0)
        or before.unit_org_id != after.unit_org_id
    )


def _goes_elsewhere(before: Application, after: Application) -> bool:
    return [node.org_id for node in before.route] != [node.org_id for node in after.route]
