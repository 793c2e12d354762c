"""What every route of an applicant does with their own application."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.profile import Profile
from app.domain.workflow import Event, Situation, refusals, row_of
from app.domain.workflow.table import Transition
from server_stub import audit, cases
from server_stub.cases import Case
from server_stub.clock import stamp
from server_stub.context import Server
from server_stub.decision_rules import blocked
from server_stub.housekeeping import settle
from server_stub.identity import Principal
from server_stub.problems import ApiError

_CHECKED_ELSEWHERE = frozenset({"submit", "item 1"})
"""Gates that look at the working copy rather than at the version handed in."""


def load(session: Session, server: Server, caller: Principal, app_id: str) -> Case:
    """The caller's own application, brought up to the server's time.

    :raises ApiError: 404, also where it is somebody else's.
    """
    case = cases.load_for_applicant(session, caller, app_id)
    settle(session, case, server.clock.now())
    return case


def profile_of(server: Server, case: Case) -> Profile:
    """The pack of an application, as it is for its kind."""
    return server.packs.profile(case.application.profile).for_type(case.application.type)


def check(session: Session, server: Server, caller: Principal, case: Case, event: Event) -> None:
    """Let the event pass, or say why not.

    :raises ApiError: 409 with the code of the first guard in the way, or GUARD_FAILED with rules.
    """
    profile, now = profile_of(server, case), server.clock.now()
    if event is Event.RESUBMIT and case.application.status is Status.LAPSED:
        deadline = case.application.deadline_current
        params = {"deadline": deadline.isoformat() if deadline else ""}
        raise ApiError(409, "DEADLINE_PASSED", params=params)
    at = Situation(case.application, caller.actor(), profile, now)
    for refusal in refusals(event, at):
        raise ApiError(409, refusal.code, params=refusal.params)
    row = row_of(event, at)
    if isinstance(row, Transition) and row.gate and row.gate not in _CHECKED_ELSEWHERE:
        rules = blocked(session, server, case, profile, now, row.gate, caller.user_id)
        if rules:
            raise ApiError(409, "GUARD_FAILED", rule_ids=rules)


def note(session: Session, server: Server, caller: Principal, action: str, case: Case) -> None:
    """A line in the audit log."""
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=caller.device_id,
        action=action,
        subject=case.row.app_id,
        payload=case.application.version.content_sha256.encode(),
    )
