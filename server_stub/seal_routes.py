"""The registry of seals over HTTP: what to verify by, what is revoked, and a seal's life."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.domain.enums import Role
from app.domain.sealing import Seal, SealStatus
from app.protocol.canonical import sha256_hex
from app.protocol.seal_book import SealBook
from server_stub import seal_life, seals
from server_stub.context import ServerDep
from server_stub.identity import OrgReader, SealKeeper
from server_stub.problems import ApiError, no_scope, not_found
from server_stub.seal_life import Hand, SealRefusedError

router = APIRouter(prefix="/v1/seals", tags=["seals"])
_MEDIA = "application/pkix-crl"
_RULERS = frozenset({Role.ORG_ADMIN, Role.APPROVER, Role.OFFICE_LEAD})
"""Who lets a seal be used again or revokes it; its holder can only freeze it."""


class StatusWish(BaseModel):
    """Body of ``POST /v1/seals/{seal_id}/status``."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["ACTIVE", "FROZEN", "REVOKED"]
    reason: str = Field(min_length=1, max_length=500)


@router.get("", response_model=SealBook)
def book(caller: OrgReader, server: ServerDep, request: Request) -> Response:
    """The seals of the caller's office and of the offices whose cases they see, with what to verify
    them by; ETag is its sha256."""
    with server.db.read() as session:
        told = server.seal_trust.book(session, caller, server.clock)
    return _tagged(request, told.model_dump_json().encode(), "application/json")


@router.get("/crl/{name}", response_class=Response)
def revoked(name: str, server: ServerDep, request: Request) -> Response:
    """A list of revoked certificates (RFC 5280, DER); ETag is its sha256."""
    with server.db.read() as session:
        found = server.seal_trust.lists(session).get(name)
    if found is None:
        raise not_found()
    return _tagged(request, found, _MEDIA)


@router.post("/{seal_id}/status")
def set_status(seal_id: str, body: StatusWish, caller: SealKeeper, server: ServerDep) -> Seal:
    """Freeze a seal of one's office, let it be used again, or revoke it for good.

    A seal holder may freeze it and nothing else.
    """
    status = SealStatus(body.status)
    if status is not SealStatus.FROZEN and not caller.has(_RULERS):
        raise no_scope()
    now = server.clock.now()
    with server.db.write() as session:
        known = seals.find(session, seal_id)
        if known is None or known.owner_org != caller.org_id:
            raise not_found()
        try:
            hand = Hand(caller.user_id, body.reason, now, caller.device_id)
            return seal_life.change(session, seal_id, status, hand)
        except SealRefusedError as refused:
            raise ApiError(409, refused.code, params=refused.params) from refused


def _tagged(request: Request, data: bytes, media_type: str) -> Response:
    headers = {"ETag": f'"{sha256_hex(data)}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media_type, headers=headers)
