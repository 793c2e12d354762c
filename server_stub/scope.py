"""Who sees what. A case is seen by the office it lies at and by those it has passed; for everybody
else it does not exist."""

from __future__ import annotations

from sqlalchemy.orm import Session, object_session

from app.domain.enums import Status
from app.domain.model import Application
from app.protocol.feed import ChangeKind
from server_stub import recusal
from server_stub.identity import READERS, Principal
from server_stub.tables import ApplicationRow, FeedRow

EVERYONE = "all"


def audience_of(org_id: str) -> str:
    """The audience of an office."""
    return f"org:{org_id}"


def audiences(caller: Principal) -> list[str]:
    """The audiences a caller belongs to, for the feed and as ``scopes`` of the account."""
    if caller.has(READERS):
        return [EVERYONE, audience_of(caller.org_id)]
    return [EVERYONE]


def audiences_of_case(application: Application) -> set[str]:
    """Who sees this application now; nobody sees a draft or a deleted one."""
    if application.current_version == 0 or application.status is Status.DELETED:
        return set()
    orgs = {application.node_org, *application.nodes_seen} - {""}
    return {audience_of(org_id) for org_id in orgs}


def may_read(caller: Principal, row: ApplicationRow) -> bool:
    """Whether an officer sees this application: the feed tells their office of it."""
    session = object_session(row)
    assert session is not None
    told = _told(session, caller, row)
    return told is not None and not told.gone and not _recused(session, caller, row)


def is_own(caller: Principal, row: ApplicationRow) -> bool:
    """Whether the application is the caller's own, as applicant."""
    return row.person_id != "" and row.person_id == caller.person_id


def is_about_caller(caller: Principal, row: ApplicationRow) -> bool:
    """Whether an officer would judge themselves (N10): same person, or the same ID number."""
    same_number = row.id_number_mac != "" and row.id_number_mac == caller.id_number_mac
    return same_number or is_own(caller, row)


def was_readable(session: Session, caller: Principal, row: ApplicationRow) -> bool:
    """Whether a case that is deleted now was in the caller's scope before."""
    deleted = row.status == Status.DELETED
    known = _told(session, caller, row) is not None
    return deleted and known and not _recused(session, caller, row)


def _told(session: Session, caller: Principal, row: ApplicationRow) -> FeedRow | None:
    if not caller.has(READERS):
        return None
    place = (audience_of(caller.org_id), ChangeKind.APPLICATION.value, row.app_id)
    return session.get(FeedRow, place)


def _recused(session: Session, caller: Principal, row: ApplicationRow) -> bool:
    return recusal.declared(session, caller.user_id, row.app_id)
