"""Single documents: an application, an earlier version, the head of the audit log."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.domain.model import Application, ApplicationVersion
from server_stub import anchors, audit, cases
from server_stub.context import ServerDep
from server_stub.housekeeping import sweep
from server_stub.identity import Officer, Reader
from server_stub.problems import not_found
from server_stub.tables import VersionRow

router = APIRouter(tags=["reading"])


class AuditHeadAnswer(BaseModel):
    """Answer of ``GET /v1/audit/head``."""

    seq: int
    hash: str


@router.get("/v1/applications/{app_id}", response_model=Application)
def application(app_id: str, caller: Reader, server: ServerDep) -> Response:
    """An application in scope, as the feed carries it."""
    sweep(server)
    with server.db.read() as session:
        case = cases.load_for_officer(session, caller, app_id)
        own = anchors.of_office(session, caller.org_id, [app_id]).get(app_id)
        return Response(
            anchors.spliced(case.row.doc, own),
            media_type="application/json",
            headers={"ETag": case.application.etag},
        )


@router.get("/v1/applications/{app_id}/versions/{number}", response_model=ApplicationVersion)
def version(app_id: str, number: int, caller: Reader, server: ServerDep) -> Response:
    """A submitted version, the bytes as they were stored; it never changes."""
    with server.db.read() as session:
        cases.load_for_officer(session, caller, app_id)
        row = session.get(VersionRow, (app_id, number))
        if row is None:
            raise not_found()
        return Response(
            row.body, media_type="application/json", headers={"ETag": f'"{row.content_sha256}"'}
        )


@router.get("/v1/audit/head")
def audit_head(caller: Officer, server: ServerDep) -> AuditHeadAnswer:
    """Number and hash of the newest audit line, to compare with what one has noted."""
    del caller
    with server.db.read() as session:
        newest = audit.head(session)
    return AuditHeadAnswer(seq=newest.seq, hash=newest.hash)
