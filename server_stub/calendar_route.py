"""``GET /v1/calendar/{year}``: a year's holidays and make-up workdays (domain §4.12)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from server_stub.context import ServerDep
from server_stub.identity import Caller
from server_stub.problems import not_found

router = APIRouter(tags=["library"])


@router.get("/v1/calendar/{year}")
def calendar_year(year: int, caller: Caller, server: ServerDep, request: Request) -> Response:
    """A year's arrangement of working days; 404 where it is not published yet. ETag is its
    sha256."""
    del caller
    if year not in server.calendars.documents:
        raise not_found()
    headers = {"ETag": server.calendars.etag(year)}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    body = server.calendars.documents[year]
    return Response(body, media_type="application/json", headers=headers)
