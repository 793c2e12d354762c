"""Offices, activities, accounts and reason texts: writing them, and telling the feed."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.domain.model import Activity, Organisation, Person
from app.protocol.feed import ChangeKind
from server_stub.db import next_rev
from server_stub.packs import Packs
from server_stub.publish import publish
from server_stub.scope import EVERYONE
from server_stub.tables import ActivityRow, OrganisationRow, ReasonRow, UserRow


def save_organisation(session: Session, organisation: Organisation) -> None:
    """Write an office, new or changed."""
    doc = organisation.model_dump_json()
    row = OrganisationRow(org_id=organisation.org_id, kind=organisation.kind.value, doc=doc)
    session.merge(row)
    _announce(session, ChangeKind.ORGANISATION, organisation.org_id)


def save_activity(session: Session, activity: Activity) -> None:
    """Write a review activity, new or changed."""
    doc = activity.model_dump_json()
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


def save_reasons(session: Session, packs: Packs) -> None:
    """Bring the reason texts of the feed up to the library's; a reason left out is withdrawn."""
    wanted = {str(reason["reason_id"]): json.dumps(reason) for reason in packs.reason_documents()}
    for row in session.query(ReasonRow).all():
        if row.reason_id not in wanted:
            session.delete(row)
            rev = next_rev(session)
            publish(session, ChangeKind.REASON, row.reason_id, rev, frozenset())
    for reason_id, doc in wanted.items():
        known = session.get(ReasonRow, reason_id)
        if known is None or known.doc != doc:
            session.merge(ReasonRow(reason_id=reason_id, doc=doc))
            _announce(session, ChangeKind.REASON, reason_id)


def _announce(session: Session, kind: ChangeKind, doc_id: str) -> None:
    publish(session, kind, doc_id, next_rev(session), {EVERYONE})
    session.flush()
