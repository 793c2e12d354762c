"""Whether the server is there and what it can do, without signing in."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, BaseModel

from app.protocol.operations import WIRE_VERSION
from server_stub.context import ServerDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """Answer of ``GET /v1/health``."""

    ok: bool
    wire: int
    server_time: AwareDatetime
    name: str


@router.get("/v1/health")
def health(server: ServerDep) -> Health:
    """Name, time and wire version of this server."""
    return Health(
        ok=True, wire=WIRE_VERSION, server_time=server.clock.now(), name=server.settings.name
    )


@router.get("/v1/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document of this server."""
    state = request.app.state
    if not hasattr(state, "openapi"):
        state.openapi = json.dumps(request.app.openapi(), ensure_ascii=False)
    return Response(state.openapi, media_type="application/json")
