"""The registry of certificates (S4 三, domain §4.11): keeping records, and finding them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.certificate_fields import MODULE, comparable
from app.domain.certificates import CertificateRecord
from app.domain.model import ApplicationVersion, Person
from server_stub.context import Server
from server_stub.tables import CertificateRow


def save(session: Session, server: Server, record: CertificateRecord) -> CertificateRow:
    """Write a record, new or changed. What its holder added stays with it."""
    row = session.get(CertificateRow, record.record_id)
    if row is None:
        row = CertificateRow(record_id=record.record_id, supplement="", app_id="")
        session.add(row)
    row.cert_key = comparable("cert_no", record.cert_no)
    row.mgmt_key = comparable("mgmt_no", record.mgmt_no)
    row.holder_mac = server.id_number_mac(record.id_number)
    row.level = record.level.value
    row.confirmed_by = record.confirmed_by
    row.doc = record.model_dump_json()
    session.flush()
    return row


def new_id() -> str:
    """An id for a record."""
    return f"cert-{uuid.uuid4().hex}"


def record_of(row: CertificateRow) -> CertificateRecord:
    """The record of a row."""
    return CertificateRecord.model_validate_json(row.doc)


def held_by(session: Session, server: Server, person: Person) -> list[CertificateRow]:
    """The records with exactly this name and ID number (R183), by number. None without a number."""
    mac = server.id_number_mac(person.id_number)
    if not mac:
        return []
    rows = session.scalars(
        select(CertificateRow)
        .where(CertificateRow.holder_mac == mac)
        .order_by(CertificateRow.cert_key, CertificateRow.record_id)
    )
    return [row for row in rows if is_holder(record_of(row), person)]


def is_holder(record: CertificateRecord, person: Person) -> bool:
    """Whether name and ID number agree exactly."""
    return (record.name, record.id_number) == (person.name, person.id_number)


def with_number(session: Session, cert_no: str) -> list[CertificateRow]:
    """All records with this certificate number, whoever holds them; a number can stand twice."""
    key = comparable("cert_no", cert_no)
    if not key:
        return []
    found = select(CertificateRow).where(CertificateRow.cert_key == key)
    return list(session.scalars(found.order_by(CertificateRow.record_id)))


def named_by(session: Session, version: ApplicationVersion) -> list[CertificateRecord]:
    """The records whose number a version states, the applicant's own first."""
    records = [
        record_of(row) for no in _stated(version, "cert_no") for row in with_number(session, no)
    ]
    return sorted(records, key=lambda record: not is_holder(record, version.person))


def claimed_by_others(session: Session, version: ApplicationVersion) -> list[str]:
    """Which of the certificate and management numbers stated another person has claimed (R182)."""
    cert = {comparable("cert_no", no) for no in _stated(version, "cert_no")}
    mgmt = {comparable("mgmt_no", no) for no in _stated(version, "mgmt_no")}
    rows = session.scalars(
        select(CertificateRow).where(
            CertificateRow.confirmed_by.not_in(["", version.person.person_id]),
            or_(CertificateRow.cert_key.in_(cert), CertificateRow.mgmt_key.in_(mgmt)),
        )
    )
    claimed: set[str] = set()
    for row in rows:
        claimed |= (cert & {row.cert_key}) | (mgmt & {row.mgmt_key})
    return sorted(claimed)


def _stated(version: ApplicationVersion, field: str) -> Iterable[str]:
    """The numbers stated in the certificate of a verification, or as the current title."""
    found = {
        str(entry.fields.get(field) or "")
        for code in (MODULE, "original_certificate", "current_title")
        for entry in version.entries(code)
    }
    return sorted(found - {""})
