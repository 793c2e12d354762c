"""Whether the server is there, without signing in."""

from __future__ import annotations

from fastapi import APIRouter
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
