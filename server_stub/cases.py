"""Loading and storing applications: the one place where a case gets its next revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.model import Activity, Application
from app.domain.workflow import TERMINAL
from app.protocol.feed import ChangeKind
from server_stub import (
    loss,
    message_centre,
    neighbours,
    reason_use,
    reasons,
    scope,
    surroundings,
)
from server_stub.clock import stamp
from server_stub.db import next_rev
from server_stub.identity import Principal
from server_stub.problems import not_found
from server_stub.publish import publish
from server_stub.tables import ActivityRow, ApplicationRow

_LATER: Final = "cases.later"
"""Under this key a session remembers the cases to refresh, within :func:`refreshed_at_the_end`."""


@dataclass
class Case:
    """A row and the document in it."""

    row: ApplicationRow
    application: Application


def load(session: Session, app_id: str) -> Case | None:
    """An application, whoever asks."""
    row = session.get(ApplicationRow, app_id)
    return Case(row, Application.model_validate_json(row.doc)) if row else None


def load_for_officer(session: Session, caller: Principal, app_id: str) -> Case:
    """An application in the caller's scope.

    :raises ApiError: 404, also where it exists elsewhere.
    """
    row = session.get(ApplicationRow, app_id)
    if row is None or not scope.may_read(caller, row):
        raise not_found()
    return Case(row, Application.model_validate_json(row.doc))


def load_for_applicant(session: Session, caller: Principal, app_id: str) -> Case:
    """The caller's own application.

    :raises ApiError: 404, also where it is somebody else's.
    """
    case = load(session, app_id)
    if case is None or not scope.is_own(caller, case.row) or _is_deleted(case):
        raise not_found()
    return case


def _is_deleted(case: Case) -> bool:
    return case.application.status is Status.DELETED


def store(session: Session, case: Case, application: Application) -> Application:
    """Write the next state of a case: new revision, new etag, and the feed told.

    What stands around it is brought up to date, and around those that it concerns (R108, R134 …).
    """
    before = case.application
    around, concerned = neighbours.kept_up(session, case.row, before, application)
    stored = _write(session, case, around)
    message_centre.announce(session, case.row, before, stored)
    reasons.recount(session, before.node_org, reason_use.note(session, before, stored))
    later: set[str] | None = session.info.get(_LATER)
    if later is None:
        refresh(session, concerned)
    else:
        later |= concerned
    return stored


@contextmanager
def refreshed_at_the_end(session: Session) -> Iterator[None]:
    """Within it no case is refreshed for another that is stored; at its end each once is.

    For many cases at a time, of which each would concern many others.
    """
    later: set[str] = set()
    session.info[_LATER] = later
    try:
        yield
    finally:
        del session.info[_LATER]
    refresh(session, later)


def refresh(session: Session, app_ids: Iterable[str]) -> None:
    """Gather anew what stands around these cases; those for which it is the same stay."""
    for app_id in sorted(set(app_ids)):
        case = load(session, app_id)
        if case is None or case.application.current_version == 0 or _is_over(case):
            continue
        around = surroundings.gather(session, case.row, case.application)
        if around != case.application.surroundings:
            _write(session, case, case.application.model_copy(update={"surroundings": around}))


def refresh_seals(session: Session, app_ids: Iterable[str]) -> None:
    """Let these cases know the seals of their offices as they are now."""
    for app_id in sorted(set(app_ids)):
        case = load(session, app_id)
        around = case.application.surroundings if case is not None else None
        if case is None or around is None:
            continue
        now = around.model_copy(update={"seals": surroundings.seals_of(session, case.application)})
        if now != around:
            _write(session, case, case.application.model_copy(update={"surroundings": now}))


def _is_over(case: Case) -> bool:
    return case.application.status in TERMINAL


def _write(session: Session, case: Case, application: Application) -> Application:
    rev = next_rev(session)
    stored = application.model_copy(update={"rev": rev, "etag": f'W/"{rev}"'})
    row = case.row
    row.rev = rev
    row.profile = stored.profile
    row.status = stored.status.value
    row.node_org = stored.node_org
    row.unit_org_id = stored.unit_org_id
    row.current_version = stored.current_version
    row.due_at = _due_at(stored)
    row.doc = stored.model_dump_json(exclude={"office_anchors"})  # told to their office alone
    case.application = stored
    publish(session, ChangeKind.APPLICATION, row.app_id, rev, scope.audiences_of_case(stored))
    session.flush()
    return stored


def _due_at(application: Application) -> str | None:
    if application.status is Status.CLAIMED and application.claim is not None:
        return stamp(application.claim.lease_until)
    if application.status is Status.RETURNED and application.deadline_current is not None:
        return stamp(application.deadline_current)
    shown_until = loss.due_at(application)
    return stamp(shown_until) if shown_until is not None else None


def activity_of(session: Session, application: Application) -> Activity | None:
    """The review activity the application belongs to, where the server knows it."""
    row = session.get(ActivityRow, application.version.declaration.activity_id)
    return Activity.model_validate_json(row.doc) if row else None
