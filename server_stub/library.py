"""What everybody signed in may fetch: rule packs and reason texts, byte for byte."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.protocol.canonical import sha256_hex
from server_stub.context import ServerDep
from server_stub.identity import Caller
from server_stub.problems import not_found

router = APIRouter(tags=["library"])


@router.get("/v1/profiles/{name}")
def profile(name: str, caller: Caller, server: ServerDep, request: Request) -> Response:
    """A rule pack, ``LZ_ENG_2020@1`` or the newest ``LZ_ENG_2020``; ETag is its sha256."""
    del caller
    pack = server.packs.find(name)
    if pack is None:
        raise not_found()
    return _tagged(request, pack.data, pack.sha256)


@router.get("/v1/reasons")
def reasons(caller: Caller, server: ServerDep, request: Request) -> Response:
    """The reason library (domain §4.14)."""
    del caller
    return _tagged(request, server.packs.reasons, sha256_hex(server.packs.reasons))


def _tagged(request: Request, data: bytes, sha256: str) -> Response:
    headers = {"ETag": f'"{sha256}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type="application/json", headers=headers)
