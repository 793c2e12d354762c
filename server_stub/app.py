"""The application factory: routes over one data folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI

from app import __version__
from server_stub import (
    applicant,
    auth,
    blobs,
    calendar_route,
    certificate_holder,
    certificates,
    claims,
    differences,
    fee_routes,
    feed,
    health,
    library,
    loss_routes,
    notices,
    offers,
    ops,
    problems,
    reading,
    reasons,
    registry,
    seal_routes,
    seal_use_routes,
    shared_data,
    testclock,
    transfer,
    units,
)
from server_stub.bodylimit import BodyLimit
from server_stub.clock import Clock, utc_now
from server_stub.context import Server
from server_stub.settings import Settings

ROUTERS = (
    health.router,
    auth.router,
    library.router,
    calendar_route.router,
    feed.router,
    reading.router,
    blobs.router,
    claims.router,
    ops.router,
    applicant.router,
    offers.router,
    differences.router,
    certificates.router,
    certificate_holder.router,
    loss_routes.router,
    fee_routes.router,
    fee_routes.office,
    units.router,
    transfer.router,
    shared_data.router,
    notices.router,
    reasons.router,
    seal_routes.router,
    seal_use_routes.router,
)


def create_app(
    data_dir: Path,
    *,
    demo: bool = False,
    clock: Callable[[], datetime] | None = None,
    settings: Settings | None = None,
) -> FastAPI:
    """A server over ``data_dir``, which is made if it is not there.

    :param demo: offer the test clock.
    :param clock: the time to live by; the machine's where None.
    """
    server = Server(data_dir, settings or Settings(), Clock(clock or utc_now), demo=demo)

    server.blobs.clear_incoming()
    with server.db.write() as session:
        registry.save_reasons(session, server.packs)
        registry.save_calendars(session, server.calendars)

    @asynccontextmanager
    async def lifespan(_api: FastAPI) -> AsyncIterator[None]:
        yield
        server.close()

    api = FastAPI(
        title="TitleDesk",
        version=__version__,
        openapi_url=None,  # published by health.openapi, which writes it once
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses=problems.DOCUMENTED,
        separate_input_output_schemas=False,
    )
    api.state.server = server
    api.add_middleware(BodyLimit, limit=server.settings.max_body_bytes)
    problems.install(api)
    for router in ROUTERS:
        api.include_router(router)
    if demo:
        api.include_router(testclock.router)
    return api
