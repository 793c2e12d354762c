"""The rules a decision has to satisfy, run again by the server (domain §4.7 T12–T15)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.checks import Subject, check, check_decision
from app.domain.checks.engine import registered, run
from app.domain.enums import Severity, Verb
from app.domain.gate import open_findings
from app.domain.model import ApplicationVersion, Decision, Organisation
from app.domain.profile import Profile
from server_stub import file_facts
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.tables import OrganisationRow, VersionRow


def broken_rules(
    session: Session,
    server: Server,
    case: Case,
    decision: Decision,
    profile: Profile,
    now: datetime,
) -> list[str]:
    """The ids of the rules that forbid this proposal; empty when it may go on.

    What is wrong with the decision itself counts for every verb. PASS needs more: no BLOCK
    finding, and for each ERROR finding an override that is asked for (T12, R153).
    """
    subject = subject_of(session, server, case, profile, now)
    wrong = [f for f in check_decision(decision, subject) if f.severity is Severity.BLOCK]
    if decision.verb is Verb.PASS:
        # What was looked at is the handler's word: the client may know more of a file than we do.
        left = open_findings(check(subject), decision)
        wrong += [*left.blocking, *left.errors]
    return list(dict.fromkeys(finding.rule_id for finding in wrong))


def blocked(
    session: Session,
    server: Server,
    case: Case,
    profile: Profile,
    now: datetime,
    gate: str,
    actor_id: str = "",
) -> list[str]:
    """The ids of the rules that keep a case from going through a gate of domain §4.13."""
    known = registered()
    if not any(use.rule in known and gate in known[use.rule].gates for use in profile.rules):
        return []  # looking for what the rules may look at costs more than most of them
    subject = subject_of(session, server, case, profile, now, actor_id)
    found = [f.rule_id for f in run(subject, gate) if f.severity is Severity.BLOCK]
    return list(dict.fromkeys(found))


def ungranted(decision: Decision, granted: AbstractSet[str]) -> list[str]:
    """``["R153"]`` where an override was asked for and the approver has not granted it."""
    if decision.verb is not Verb.PASS:
        return []
    wanted = {override.finding_id for override in decision.overrides}
    return ["R153"] if wanted - granted else []


def subject_of(
    session: Session,
    server: Server,
    case: Case,
    profile: Profile,
    now: datetime,
    actor_id: str = "",
) -> Subject:
    """All that the rules may look at, as the server knows it."""
    application = case.application
    org = session.get(OrganisationRow, application.unit_org_id)
    earlier = session.scalars(
        select(VersionRow)
        .where(
            VersionRow.app_id == application.app_id,
            VersionRow.version_no < application.current_version,
        )
        .order_by(VersionRow.version_no)
    )
    return Subject(
        version=application.version,
        profile=profile,
        now=now,
        org=Organisation.model_validate_json(org.doc) if org else None,
        calendar=server.calendars.work,
        history=[ApplicationVersion.model_validate_json(row.body) for row in earlier],
        files=file_facts.known(session, (att.sha256 for att in application.version.attachments)),
        case=application,
        actor_id=actor_id,
    )
