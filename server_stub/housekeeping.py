"""What the clock does by itself: leases run out, returned cases lapse. Done when somebody looks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Status
from server_stub import audit, cases, effects, leases, loss
from server_stub.cases import Case
from server_stub.clock import stamp
from server_stub.context import Server
from server_stub.tables import ApplicationRow


def sweep(server: Server) -> None:
    """Bring every case up to the server's time; cheap when nothing is due."""
    now = server.clock.now()
    due = select(ApplicationRow.app_id).where(ApplicationRow.due_at <= stamp(now))
    with server.db.read() as session:
        app_ids = list(session.scalars(due))
    if not app_ids:
        return
    with server.db.write() as session:
        for app_id in app_ids:
            case = cases.load(session, app_id)
            if case is not None:
                settle(session, case, now)


def settle(session: Session, case: Case, now: datetime) -> None:
    """Bring one case up to ``now``, inside a write transaction."""
    application = case.application
    if application.status is Status.CLAIMED and application.claim is not None:
        if application.claim.lease_until <= now:
            leases.end(session, application.claim, now, "expired")
            cases.store(session, case, effects.release(application, now, "lease_expired"))
            _note(session, case, now, "lease_expired")
        return
    shown = loss.closed_by_clock(application, now)
    if shown is not None:
        cases.store(session, case, shown)
        _note(session, case, now, "loss_publicity_end")
        return
    deadline = application.deadline_current
    if application.status is Status.RETURNED and deadline is not None and now > deadline:
        cases.store(session, case, effects.lapse(application, now))
        _note(session, case, now, "lapse")


def _note(session: Session, case: Case, now: datetime, action: str) -> None:
    audit.record(session, at=stamp(now), actor="server", action=action, subject=case.row.app_id)
