"""What verifications, grants and issued certificates do to the registry (domain §4.7, §4.11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.certificate_fields import FIELDS, MODULE, comparable, date_text, level_of
from app.domain.certificates import CertificateRecord, FieldVerdict
from app.domain.enums import ApplicationType, OrgKind, Status
from app.domain.model import Application
from server_stub import certificate_registry as registry
from server_stub import results, routing
from server_stub.context import Server
from server_stub.tables import CertificateRow

_NO_OFFICE = frozenset({OrgKind.UNIT, OrgKind.DEPT, OrgKind.COMMITTEE})
_KEPT = frozenset({FieldVerdict.KEEP_REGISTRY, FieldVerdict.UNREADABLE})


def follow(
    session: Session, server: Server, before: Application, after: Application, now: datetime
) -> None:
    """Bring the registry up to what a case has just become.

    A verification that passed makes its record confirmed; a reissue that was granted makes the
    original void (S1 3.4); a certificate that was issued enters the registry.
    """
    if before.status is after.status:
        return
    if after.status is Status.PASSED_FINAL:
        if after.type is ApplicationType.CERT_VERIFICATION:
            confirm(session, server, after)
        elif after.type is ApplicationType.LOSS_REISSUE:
            void_original(session, server, after)
    elif after.status is Status.CERT_ISSUED:
        issue(session, server, after, now)


def confirm(session: Session, server: Server, application: Application) -> CertificateRow | None:
    """The certificate as the office passed it, confirmed for its holder; None without an entry."""
    entry = next(iter(application.version.entries(MODULE)), None)
    if entry is None:
        return None
    row = _row_of(session, application, str(entry.fields.get("cert_no") or ""))
    known = registry.record_of(row) if row is not None else _blank(application)
    kept = _kept_fields(application)
    values = {
        field: _value(field, entry.fields.get(field))
        for field in FIELDS
        if field not in kept and entry.fields.get(field) not in (None, "")
    }
    record = known.model_copy(
        update={**values, "confirmed_by": application.version.person.person_id}
    )
    saved = registry.save(session, server, record)
    saved.app_id = application.app_id
    return saved


def void_original(session: Session, server: Server, application: Application) -> None:
    """The lost certificate is void from the grant on, as its holder acknowledged (R193)."""
    person = application.version.person
    for entry in application.version.entries("original_certificate"):
        for row in registry.with_number(session, str(entry.fields.get("cert_no") or "")):
            record = registry.record_of(row)
            if registry.is_holder(record, person):
                registry.save(session, server, record.model_copy(update={"voided": True}))


def issue(session: Session, server: Server, application: Application, now: datetime) -> None:
    """The certificate that was just made out, as a record of its own.

    Its number stands in the last line of the timeline, where ``issue`` wrote it.
    """
    line = next((t for t in reversed(application.timeline) if t.action == "issue"), None)
    number = str(line.params.get("cert_no") or "") if line is not None else ""
    offices = routing.offices(session)
    judged = [offices[node.org_id] for node in application.route if node.org_id in offices]
    granting = [office for office in judged if office.kind not in _NO_OFFICE] or judged
    if number and granting:
        record = results.certificate(application, number, granting[-1], now)
        saved = registry.save(session, server, record)
        saved.app_id = application.app_id


def _row_of(session: Session, application: Application, cert_no: str) -> CertificateRow | None:
    """The record that the verification is of: the one it began with, else by number and holder."""
    begun = select(CertificateRow).where(CertificateRow.app_id == application.app_id)
    row = session.scalars(begun).first()
    if row is not None:
        return row
    person = application.version.person
    return next(
        (
            row
            for row in registry.with_number(session, cert_no)
            if registry.is_holder(registry.record_of(row), person)
        ),
        None,
    )


def _blank(application: Application) -> CertificateRecord:
    """A record for a certificate that only its holder's papers show."""
    person = application.version.person
    return CertificateRecord(
        record_id=registry.new_id(),
        cert_no="",
        name=person.name,
        id_number=person.id_number,
        registry_source=application.app_id,
    )


def _kept_fields(application: Application) -> set[str]:
    """The rows in which the office kept the registry's value."""
    proposal = application.proposal
    rows = proposal.decision.comparison if proposal is not None else []
    return {row.field for row in rows if row.verdict in _KEPT}


def _value(field: str, value: Any) -> Any:
    if field == "level":
        return level_of(value)
    if field == "year":
        text = comparable(field, value)
        return int(text) if text.isdecimal() else None
    if field in ("obtain_time", "award_date"):
        return date_text(value) or str(value)
    return str(value)
