"""Every error as an RFC 9457 problem document, in the words of the message catalogue."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.protocol.messages import message
from app.protocol.problems import MEDIA_TYPE, Problem

DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem document (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }
}
"""How every route's errors stand in the OpenAPI document."""

log = logging.getLogger("server_stub")

_BY_STATUS = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "TOO_LARGE"}


class ApiError(Exception):
    """A refusal with a code of the message catalogue.

    ``errors`` name fields: ``{"where": "modules.papers", "message": …}``; ``rule_ids`` name the
    rules of domain §4.13 that stand in the way.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        params: Mapping[str, object] | None = None,
        rule_ids: Sequence[str] = (),
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.params = {key: str(value) for key, value in (params or {}).items()}
        self.rule_ids = list(rule_ids)
        self.errors = [dict(error) for error in errors]
        self.headers = dict(headers or {})


def not_found() -> ApiError:
    """The answer for what is not there and for what is none of the caller's business."""
    return ApiError(404, "NOT_FOUND")


def no_scope() -> ApiError:
    """The answer for a role that may not use this call at all."""
    return ApiError(403, "NO_SCOPE")


def language_of(request: Request) -> str:
    """The catalogue language the caller prefers; Chinese unless English is asked for."""
    wanted = request.headers.get("accept-language", "")
    return "en" if wanted.lower().lstrip().startswith("en") else "zh_CN"


def problem_response(request: Request, error: ApiError) -> Response:
    """Write an error as ``application/problem+json``."""
    words = message(error.code, language_of(request), **error.params)
    problem = Problem(
        type=f"urn:titledesk:problem:{error.code.lower()}",
        title=words,
        status=error.status,
        code=error.code,
        params=error.params,
        rule_ids=error.rule_ids,
        errors=error.errors,
    )
    return Response(
        problem.model_dump_json(), error.status, headers=error.headers, media_type=MEDIA_TYPE
    )


def _invalid(problem: RequestValidationError) -> ApiError:
    errors = [
        {"where": ".".join(str(part) for part in error["loc"]), "message": error["msg"]}
        for error in problem.errors()
    ]
    return ApiError(422, "INVALID", errors=errors)


def install(api: FastAPI) -> None:
    """Let every way a request can fail end in a problem document."""

    @api.exception_handler(ApiError)
    def refused(request: Request, error: ApiError) -> Response:
        return problem_response(request, error)

    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return problem_response(request, _invalid(error))

    @api.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        code = _BY_STATUS.get(error.status_code, "BAD_REQUEST")
        return problem_response(request, ApiError(error.status_code, code, headers=error.headers))

    @api.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        log.error("%s %s", request.method, request.url.path, exc_info=error)
        return problem_response(request, ApiError(500, "SERVER_PROBLEM"))
