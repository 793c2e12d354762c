"""Attachments over HTTP: by hash, but a hash opens nothing (design §4)."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app.domain.enums import Role
from app.protocol.feed import ChangeKind
from server_stub import audit, scope
from server_stub.blobstore import Incoming, is_sha256, magic_of
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.identity import READERS, Caller, Principal, Uploader
from server_stub.problems import ApiError, not_found
from server_stub.tables import ApplicationRow, BlobRow, BlobUseRow, FeedRow, UploadRow

router = APIRouter(tags=["blobs"])
_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
_FLUSH = 1024 * 1024


class BlobResponse(FileResponse):
    """A file in larger pieces; Range and If-Range are the library's work."""

    chunk_size = 256 * 1024


@router.head("/v1/blobs/{sha256}", operation_id="head_blob", response_class=FileResponse)
@router.get("/v1/blobs/{sha256}", operation_id="read_blob", response_class=FileResponse)
def read_blob(sha256: str, caller: Caller, server: ServerDep, request: Request) -> Response:
    """The bytes of an attachment, whole or one range; 416 beyond its end."""
    with server.db.read() as session:
        blob = session.get(BlobRow, sha256)
        if blob is None or not _may_read(session, caller, sha256):
            raise not_found()
        size = blob.bytes
    etag = f'"{sha256}"'
    headers = {"ETag": etag, "Cache-Control": "private, immutable, max-age=31536000"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    wanted = request.headers.get("range")
    if wanted is not None and not _one_range(wanted, size):
        raise ApiError(416, "RANGE_NOT_SATISFIABLE", headers={"Content-Range": f"bytes */{size}"})
    return BlobResponse(
        server.blobs.path(sha256), media_type="application/octet-stream", headers=headers
    )


@router.put(
    "/v1/blobs/{sha256}",
    status_code=201,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {}}},
        }
    },
)
async def put_blob(sha256: str, caller: Uploader, server: ServerDep, request: Request) -> Response:
    """Hand in the bytes of an attachment, of a dossier's file or of a licence.

    They are always taken and hashed, also when the server has them: knowing a hash must not be
    worth a file. 422 BLOB_MISMATCH for other bytes.
    """
    if not is_sha256(sha256):
        raise not_found()
    limit = server.settings.max_blob_bytes
    with server.blobs.incoming() as incoming:
        pending = bytearray()
        async for chunk in request.stream():
            pending += chunk
            if incoming.bytes + len(pending) > limit:
                raise ApiError(413, "TOO_LARGE", params={"limit": limit})
            if len(pending) >= _FLUSH:
                await run_in_threadpool(incoming.write, bytes(pending))
                pending.clear()
        await run_in_threadpool(incoming.write, bytes(pending))
        await run_in_threadpool(_keep, server, caller, incoming, sha256)
    return Response(status_code=201, headers={"ETag": f'"{sha256}"'})


def _keep(server: Server, caller: Principal, incoming: Incoming, sha256: str) -> None:
    if incoming.sha256 != sha256:
        raise ApiError(422, "BLOB_MISMATCH", params={"sha256": incoming.sha256})
    incoming.keep()
    magic = magic_of(incoming.head)
    with server.db.write() as session:
        session.merge(BlobRow(sha256=sha256, bytes=incoming.bytes, magic=magic))
        session.merge(UploadRow(user_id=caller.user_id, sha256=sha256))
        audit.record(
            session,
            at=stamp(server.clock.now()),
            actor=caller.user_id,
            device=caller.device_id,
            action="upload",
            subject=sha256,
        )
    server.probing.look_at([sha256])


def _may_read(session: Session, caller: Principal, sha256: str) -> bool:
    uses = session.execute(
        select(ApplicationRow, BlobUseRow.submitted)
        .join(BlobUseRow, BlobUseRow.app_id == ApplicationRow.app_id)
        .where(
            BlobUseRow.sha256 == sha256,
            or_(
                select(FeedRow)
                .where(
                    FeedRow.audience == scope.audience_of(caller.org_id),
                    FeedRow.kind == ChangeKind.APPLICATION.value,
                    FeedRow.id == ApplicationRow.app_id,
                    FeedRow.gone.is_(False),
                )
                .exists(),
                ApplicationRow.person_id == caller.person_id,
            ),
        )
    )
    for row, submitted in uses:
        if submitted and scope.may_read(caller, row):
            return True
        if caller.has(frozenset({Role.APPLICANT})) and scope.is_own(caller, row):
            return True
    return caller.has(READERS | {Role.ORG_ADMIN}) and _is_licence(session, sha256)


def _is_licence(session: Session, sha256: str) -> bool:
    """Whether it is the licence of an office, which every office may look at."""
    wanted = BlobUseRow.app_id.startswith("org:")
    return bool(
        session.scalars(select(BlobUseRow).where(BlobUseRow.sha256 == sha256, wanted)).first()
    )


def _one_range(header: str, size: int) -> bool:
    """Whether a Range header asks for one range that begins inside the file."""
    fits = _RANGE.fullmatch(header.strip())
    if fits is None:
        return False
    first, last, tail = fits.groups()
    if tail is not None:
        return int(tail) > 0 and size > 0
    return int(first) < size and (not last or int(last) >= int(first))
