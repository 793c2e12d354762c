"""Offices, activities, accounts and reason texts: writing them, and telling the feed."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.model import Activity, Organisation, Person
from app.protocol.feed import ChangeKind
from server_stub import surroundings, traces, unit_bindings
from server_stub.calendars import Calendars
from server_stub.db import next_rev
from server_stub.packs import Packs
from server_stub.publish import publish, publish_many
from server_stub.scope import EVERYONE
from server_stub.tables import (
    ActivityRow,
    BlobUseRow,
    CalendarRow,
    OrganisationRow,
    ReasonRow,
    UserRow,
)

OFFICES = "offices"
"""Under this key a session remembers the organisations it has read."""


def save_organisation(session: Session, organisation: Organisation) -> None:
    """Write an office, new or changed; routes are :func:`server_stub.routing.change_organisation`'s
    business."""
    session.info.pop(OFFICES, None)
    doc = organisation.model_dump_json()
    row = OrganisationRow(org_id=organisation.org_id, kind=organisation.kind.value, doc=doc)
    session.merge(row)
    if organisation.licence_file:
        used = BlobUseRow(sha256=organisation.licence_file, app_id=f"org:{organisation.org_id}")
        session.merge(used)
    _announce(session, ChangeKind.ORGANISATION, organisation.org_id)


def save_activity(session: Session, activity: Activity) -> None:
    """Write a review activity, new or changed."""
    doc = activity.model_dump_json()
    session.info.pop(surroundings.COMMITTEES, None)
    session.merge(ActivityRow(activity_id=activity.activity_id, doc=doc))
    _announce(session, ChangeKind.ACTIVITY, activity.activity_id)


def save_user(
    session: Session,
    *,
    user_id: str,
    login: str,
    name: str,
    org_id: str,
    roles: Iterable[str],
    password_hash: str,
    id_number_mac: str = "",
    person: Person | None = None,
) -> None:
    """Write an account. ``person`` is the applicant behind it, where there is one."""
    session.merge(
        UserRow(
            user_id=user_id,
            login=login,
            name=name,
            org_id=org_id,
            roles=json.dumps(sorted(set(roles))),
            password_hash=password_hash,
            id_number_mac=id_number_mac,
            person_id=person.person_id if person else "",
            person=person.model_dump_json() if person else "",
            disabled=False,
        )
    )
    session.flush()
    if person is not None:
        unit_bindings.bind(session, person.person_id, org_id)
        account = f"{traces.ACCOUNT}{user_id}"
        traces.keep(session, account, person.person_id, set(traces.of_person(person)))


OWN_REASON = "own-"
"""Begins the id of a reason text that is an office's own."""


def save_reasons(session: Session, packs: Packs) -> None:
    """Bring the reason texts of the feed up to the library's; a reason left out is withdrawn."""
    wanted = {str(reason["reason_id"]): json.dumps(reason) for reason in packs.reason_documents()}
    common = select(ReasonRow).where(ReasonRow.reason_id.not_like(f"{OWN_REASON}%"))
    known = {row.reason_id: row for row in session.scalars(common)}
    for reason_id in sorted(known.keys() - wanted.keys()):
        session.delete(known[reason_id])
        publish(session, ChangeKind.REASON, reason_id, next_rev(session), frozenset())
    changed = {}
    for reason_id, doc in wanted.items():
        if reason_id not in known:
            session.add(ReasonRow(reason_id=reason_id, doc=doc))
        elif known[reason_id].doc != doc:
            known[reason_id].doc = doc
        else:
            continue
        changed[reason_id] = next_rev(session)
    publish_many(session, ChangeKind.REASON, changed, {EVERYONE})
    session.flush()


def save_calendars(session: Session, calendars: Calendars) -> None:
    """Bring the years of the feed up to the server's; a year left out is withdrawn."""
    wanted = {str(year): body.decode() for year, body in calendars.documents.items()}
    known = {row.year: row for row in session.scalars(select(CalendarRow))}
    for year in sorted(known.keys() - wanted.keys()):
        session.delete(known[year])
        publish(session, ChangeKind.CALENDAR, year, next_rev(session), frozenset())
    for year, doc in wanted.items():
        if year not in known or known[year].doc != doc:
            session.merge(CalendarRow(year=year, doc=doc))
            _announce(session, ChangeKind.CALENDAR, year)


def _announce(session: Session, kind: ChangeKind, doc_id: str) -> None:
    publish(session, kind, doc_id, next_rev(session), {EVERYONE})
    session.flush()
