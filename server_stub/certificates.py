"""Certificates as the reviewing offices see them: the registry within their scope (S4, S1 3.7)."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.certificate_fields import comparable
from app.domain.certificate_state import certificate_state
from app.domain.certificates import CertificateRecord, CertificateState
from app.domain.enums import ApplicationType, Level, OrgKind, Status
from server_stub import certificate_registry as registry
from server_stub.context import Server, ServerDep
from server_stub.identity import Principal, Reader
from server_stub.tables import ApplicationRow, CertificateRow, OrganisationRow

router = APIRouter(tags=["certificates"])


class CertificateItem(BaseModel):
    """One certificate: what the registry has, where it stands, and the verification of it."""

    record: CertificateRecord
    state: CertificateState
    app_id: str


class CertificatePage(BaseModel):
    """Answer of ``GET /v1/certificates``; ``next_after`` is empty on the last page."""

    certificates: list[CertificateItem]
    next_after: str


@router.get("/v1/certificates")
def listed(
    caller: Reader,
    server: ServerDep,
    cert_no: str = "",
    state: CertificateState | None = None,
    after: str = "",
    limit: int = Query(default=100, ge=1, le=500),
) -> CertificatePage:
    """The certificates of the levels that the caller's office verifies, by record id.

    :param cert_no: only those with exactly this number.
    """
    with server.db.read() as session:
        found: list[CertificateItem] = []
        for row in _in_scope(session, server, caller, cert_no, after):
            one = item(session, row)
            if state is None or one.state is state:
                found.append(one)
            if len(found) > limit:
                break
    more = len(found) > limit
    last = found[limit - 1].record.record_id if more else ""
    return CertificatePage(certificates=found[:limit], next_after=last)


def item(session: Session, row: CertificateRow) -> CertificateItem:
    """A certificate with its state."""
    record = registry.record_of(row)
    return CertificateItem(
        record=record,
        state=certificate_state(record, case_status(session, row)),
        app_id=row.app_id,
    )


def case_status(session: Session, row: CertificateRow) -> Status | None:
    """The status of the newest verification; None where there is none."""
    case = session.get(ApplicationRow, row.app_id) if row.app_id else None
    return Status(case.status) if case is not None else None


def levels_of(server: Server, kind: OrgKind) -> set[str]:
    """The levels whose certificates a kind of office verifies, by the routes of the packs."""
    levels: set[str] = set()
    for pack in server.packs.by_key.values():
        spec = pack.profile.type_spec(ApplicationType.CERT_VERIFICATION)
        for stage in spec.routing.chain() if spec is not None else []:
            if stage.kind is not kind:
                continue
            named = [set(c.values) for c in stage.when if c.fact == "LEVEL_IN"]
            levels |= set.union(*named) if named else {level.value for level in Level}
    return levels


def _in_scope(
    session: Session, server: Server, caller: Principal, cert_no: str, after: str
) -> Iterator[CertificateRow]:
    office = session.get(OrganisationRow, caller.org_id)
    levels = levels_of(server, OrgKind(office.kind)) if office is not None else set()
    wanted = (
        select(CertificateRow)
        .where(CertificateRow.level.in_(levels), CertificateRow.record_id > after)
        .order_by(CertificateRow.record_id)
    )
    if cert_no:
        wanted = wanted.where(CertificateRow.cert_key == comparable("cert_no", cert_no))
    yield from session.scalars(wanted.execution_options(yield_per=500))
