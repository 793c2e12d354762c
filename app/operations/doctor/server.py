"""Whether the server can be reached from here, and whether the clocks agree."""

from __future__ import annotations

import asyncio

from app.operations.doctor.check import Check
from app.sync.client import ApiClient, Health
from app.sync.errors import SyncError
from app.sync.http import Timeouts

CLOCK_TOLERANCE = 120.0
"""Seconds by which this machine's clock may differ from the server's."""

_PATIENCE = Timeouts(connect=5.0, stall=10.0)


def check_server(address: str | None, language: str) -> Check:
    """Ask for the server's health, without signing in.

    :param address: as typed; None where no server is known yet, which is no fault.
    :param language: of the words that tell why it cannot be reached.
    """
    if not address:
        return Check("server", True, "doctor.server.none")
    try:
        health, offset = asyncio.run(_ask(address))
    except SyncError as error:
        params = {"server": address, "why": error.words(language)}
        return Check("server", False, "doctor.server.unreachable", params)
    params = {"server": address, "wire": str(health.wire), "offset": f"{offset:+.0f}"}
    if abs(offset) > CLOCK_TOLERANCE:
        return Check("server", False, "doctor.server.clock", params)
    return Check("server", True, "doctor.server.ok", params)


async def _ask(address: str) -> tuple[Health, float]:
    client = ApiClient(address, device_id="doctor", timeouts=_PATIENCE)
    try:
        return await client.health(), client.clock.offset.total_seconds()
    finally:
        await client.aclose()
