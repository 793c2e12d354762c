"""What must be true before a version is handed in (domain §4.7 T08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.checks import check_submission
from app.domain.completeness import module_completeness
from app.domain.enums import Severity
from app.domain.model import Activity, ApplicationVersion
from app.domain.profile import Profile, TypeSpec
from server_stub import routing, surroundings
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.decision_rules import subject_of
from server_stub.problems import ApiError
from server_stub.tables import ActivityRow

_REFUSED = frozenset({Severity.BLOCK, Severity.ERROR})
"""What cannot be decided at this moment is a question to the office, not to the applicant."""


def check(
    session: Session,
    server: Server,
    case: Case,
    draft: ApplicationVersion,
    profile: Profile,
    *,
    in_window: bool,
) -> None:
    """Refuse a version that is out of time, not committed to or not complete.

    :param in_window: whether the activity's window counts; for a resubmission its own deadline
        does, which the transition table knows.
    :raises ApiError: 409 WINDOW_NOT_OPEN, WINDOW_CLOSED; 422 COMMITMENT_MISSING, ROUTE_NO_OFFICE,
        NOT_COMPLETE with the rules and places.
    """
    now = server.clock.now()
    if in_window:
        _check_window(session, profile.type_spec(case.application.type), draft, now)
    committed = profile.commitment is None or profile.commitment.required
    if committed and draft.commitment_ack is None:
        raise ApiError(422, "COMMITMENT_MISSING")
    errors = [
        {"where": ".".join(filter(None, (code, missing.entry_id, missing.code))), "message": kind}
        for code, module in module_completeness(draft, profile).items()
        for kind, missings in (("field", module.missing_fields), ("slot", module.missing_slots))
        for missing in missings
    ]
    _check_first_node(session, case, draft, profile)
    known = subject_of(session, server, case, profile, now)
    would_be = case.application.model_copy(update={"version": draft})
    around = surroundings.gather(session, case.row, would_be)
    would_be = would_be.model_copy(update={"surroundings": around})
    findings = check_submission(replace(known, version=draft, case=would_be))
    refused = [finding for finding in findings if finding.severity in _REFUSED]
    rules = list(dict.fromkeys(finding.rule_id for finding in refused))
    if any(error["message"] == "slot" for error in errors):
        rules.append("R106")
    if rules:
        raise ApiError(422, "NOT_COMPLETE", rule_ids=rules, errors=errors)


def _check_first_node(
    session: Session, case: Case, draft: ApplicationVersion, profile: Profile
) -> None:
    """Nobody would see a case whose first office is not known."""
    unit = routing.offices(session)[case.application.unit_org_id]
    route = routing.materialise(session, profile, case.application.type, unit, draft)
    if not route or not route[0].org_id:
        raise ApiError(422, "ROUTE_NO_OFFICE")


def _check_window(
    session: Session, spec: TypeSpec | None, draft: ApplicationVersion, now: datetime
) -> None:
    if not draft.declaration.activity_id and spec is not None and spec.ends == "GRANT":
        return  # what ends in a grant (认定, 补发, 审验) belongs to no activity
    row = session.get(ActivityRow, draft.declaration.activity_id)
    if row is None:
        raise ApiError(
            422, "NO_ACTIVITY", params={"year": draft.declaration.year}, rule_ids=["R005"]
        )
    activity = Activity.model_validate_json(row.doc)
    if now < activity.apply_start:
        params = {"start": activity.apply_start.isoformat()}
        raise ApiError(409, "WINDOW_NOT_OPEN", params=params, rule_ids=["R006"])
    if now > activity.apply_end:
        params = {"end": activity.apply_end.isoformat()}
        raise ApiError(409, "WINDOW_CLOSED", params=params, rule_ids=["R006"])
