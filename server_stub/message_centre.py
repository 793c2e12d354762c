"""What people are told outside the cases they work on (SV21): written when something happens.

An applicant hears what offices decided; an office hears what applicants and its own people did.
That a case came in for the first time is no message: it stands in the queue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.model import Application
from server_stub.clock import stamp
from server_stub.tables import ApplicationRow
from server_stub.tables_units import MessageRow

EVERYONE = "all"
_TO_APPLICANT = frozenset(
    {
        Status.RETURNED,
        Status.NOT_PASSED,
        Status.LAPSED,
        Status.AWAITING_PAYMENT,
        Status.ACCEPTED,
        Status.RESULT_PUBLICITY,
        Status.PASSED_FINAL,
        Status.FAILED_FINAL,
        Status.CERT_ISSUED,
    }
)
_TO_OFFICE = frozenset({Status.WITHDRAWN, Status.PROPOSED, Status.LAPSED})


@dataclass(frozen=True)
class _Line:
    audience: str
    code: str
    params: dict[str, str]


def to_person(person_id: str) -> str:
    """The audience of an applicant."""
    return f"person:{person_id}"


def to_office(org_id: str) -> str:
    """The audience of everybody in an office who reads cases."""
    return f"org:{org_id}"


def to_user(user_id: str) -> str:
    """The audience of one account."""
    return f"user:{user_id}"


def announce(
    session: Session, row: ApplicationRow, before: Application, after: Application
) -> None:
    """Write what a change of a case means to whom."""
    if after.current_version == 0:
        return
    at = _moment(after)
    for line in _lines(row, before, after):
        session.add(
            MessageRow(
                audience=line.audience,
                at=at,
                code=line.code,
                params=json.dumps(line.params, ensure_ascii=False),
                app_id=after.app_id,
            )
        )


def _lines(row: ApplicationRow, before: Application, after: Application) -> Iterator[_Line]:
    name = after.version.person.name
    title = after.version.declaration.target_title
    person, office = to_person(row.person_id), to_office(before.node_org or after.node_org)
    if after.status is not before.status:
        if after.status in _TO_APPLICANT:
            deadline = after.deadline_current
            words = {"title": title, "deadline": deadline.isoformat() if deadline else ""}
            yield _Line(person, f"MESSAGE_{after.status.value}", words)
        if after.status in _TO_OFFICE:
            yield _Line(office, f"MESSAGE_OFFICE_{after.status.value}", {"name": name})
        if before.status is Status.PROPOSED and after.status is Status.CLAIMED and after.history:
            handler = after.history[-1]
            if handler.outcome == "SENT_BACK":
                words = {"name": name, "text": handler.send_back_text}
                yield _Line(to_user(handler.handler_id), "MESSAGE_SENT_BACK", words)
    if after.stage_index > before.stage_index and before.current_version > 0:
        node = after.route[after.stage_index]
        yield _Line(person, "MESSAGE_FORWARDED", {"title": title, "office": node.name})
    if 0 < before.current_version < after.current_version:
        words = {"name": name, "version": str(after.current_version)}
        yield _Line(to_office(after.node_org), "MESSAGE_OFFICE_RESUBMITTED", words)
    if before.unit_org_id != after.unit_org_id and before.current_version > 0:
        yield _Line(to_office(before.unit_org_id), "MESSAGE_OFFICE_TRANSFERRED", {"name": name})


def _moment(application: Application) -> str:
    """When the change happened: the newest line of the timeline says it."""
    known = [line.at for line in application.timeline]
    return stamp(max(known)) if known else stamp(datetime.fromisoformat("1970-01-01T00:00:00Z"))
