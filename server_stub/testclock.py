"""The test clock of a demo server: another moment for deadlines and leases (design §10)."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel

from server_stub.context import ServerDep
from server_stub.identity import Caller

router = APIRouter(tags=["test"])


class Moment(BaseModel):
    """Body of ``POST /v1/test/clock``."""

    now: AwareDatetime


class ClockAnswer(BaseModel):
    """The server's time from now on."""

    server_time: AwareDatetime


@router.post("/v1/test/clock")
def set_clock(body: Moment, caller: Caller, server: ServerDep) -> ClockAnswer:
    """Let it be another moment. This route exists with ``--demo`` only."""
    del caller
    server.clock.travel_to(body.now)
    return ClockAnswer(server_time=server.clock.now())
