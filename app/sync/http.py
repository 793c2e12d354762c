"""One HTTP exchange with the server: bounded, never redirected, every failure named.

What callers of :class:`HttpPipe` may rely on: a request that is not ``repeatable`` and raised
:class:`Unreachable` was not seen by the server; one that raised :class:`AmbiguousTimeout` may have
been carried out.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from pydantic import ValidationError

from app.protocol.problems import MEDIA_TYPE, Problem
from app.sync.address import is_loopback, normalised
from app.sync.clock import local_now
from app.sync.errors import (
    AmbiguousTimeout,
    ApiProblem,
    Garbage,
    ServerTrouble,
    SyncError,
    TlsRefused,
    Unreachable,
)
from app.sync.tls import system_context, tls_code

PROBLEM_LIMIT = 256 * 1024
MAX_RETRY_AFTER = 3600.0

# Raised before a byte of the request could have been acted upon.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Timeouts:
    """Seconds. ``stall`` is the silence allowed between two reads, not the length of a call."""

    connect: float = 10.0
    stall: float = 30.0


def client_options(
    base: str, timeouts: Timeouts, ssl_context: ssl.SSLContext | None, connections: int
) -> dict[str, Any]:
    """What every HTTP client of ours is made with."""
    url = httpx.URL(base)
    return {
        "base_url": base,
        # A context is dear to build, and of no use to plain HTTP on the loopback.
        "verify": (ssl_context or system_context()) if url.scheme == "https" else False,
        "follow_redirects": False,
        # A proxy of the office must not be asked for this very machine.
        "trust_env": not is_loopback(url.host),
        "timeout": httpx.Timeout(timeouts.stall, connect=timeouts.connect, pool=None),
        "limits": httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        "headers": {"User-Agent": "TitleDesk"},
    }


class HttpPipe:
    """An HTTP client bound to one server; one per event loop.

    Attributes:
        base: the origin, as :func:`normalised` gives it.
        host: host and port, for messages.
    """

    def __init__(
        self,
        address: str,
        *,
        timeouts: Timeouts | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.base = normalised(address)
        self.host = httpx.URL(self.base).netloc.decode()
        options = client_options(self.base, timeouts or Timeouts(), ssl_context, 8)
        self._client = httpx.AsyncClient(**options)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        accept: frozenset[int] = frozenset({200}),
        repeatable: bool = True,
    ) -> AsyncIterator[httpx.Response]:
        """Open an exchange whose status is in ``accept``; the body is still to be read.

        :param repeatable: false where it matters whether a lost exchange took effect.
        :raises SyncError: for every other outcome, also while the body is read.
        """
        request = self._client.build_request(
            method, path, headers=headers, params=params, content=content
        )
        try:
            response = await self._client.send(request, stream=True)
            try:
                if response.status_code not in accept:
                    raise refusal(response, await self._problem_body(response), self.host)
                yield response
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise named(error, self.host, repeatable=repeatable) from error

    async def fetch(
        self, method: str, path: str, *, limit: int, **request: Any
    ) -> tuple[httpx.Response, bytes]:
        """A whole exchange with a body of at most ``limit`` bytes, after decompression."""
        async with self.stream(method, path, **request) as response:
            return response, await bounded(response, limit, self.host)

    async def _problem_body(self, response: httpx.Response) -> bytes:
        if content_type(response) != MEDIA_TYPE:
            return b""
        try:
            return await bounded(response, PROBLEM_LIMIT, self.host)
        except Garbage:
            return b""


async def bounded(response: httpx.Response, limit: int, host: str) -> bytes:
    """The body, refused as :class:`Garbage` once it grows past ``limit`` bytes."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > limit:
            raise Garbage("ANSWER_TOO_LARGE", host=host, limit=str(limit))
        parts.append(part)
    return b"".join(parts)


def named(error: httpx.HTTPError, host: str, *, repeatable: bool) -> SyncError:
    """The library's error as one of ours."""
    code = tls_code(error)
    if code is not None:
        return TlsRefused(code, host=host)
    late = isinstance(error, httpx.TimeoutException)
    if isinstance(error, _NOT_SENT):
        return Unreachable("CONNECT_TIMEOUT" if late else "UNREACHABLE", host=host)
    if isinstance(error, httpx.DecodingError):
        return Garbage("GARBAGE", host=host, what="encoding")
    if not repeatable:
        return AmbiguousTimeout(host)
    return Unreachable("STALLED" if late else "CUT_OFF", host=host)


def refusal(response: httpx.Response, body: bytes, host: str) -> SyncError:
    """What an answer outside the accepted statuses means.

    :param body: the body where it is a problem document, else empty.
    """
    status = response.status_code
    if 300 <= status < 400:
        return Garbage("REDIRECTED", host=host)
    try:
        problem = Problem.model_validate_json(body)
    except ValidationError:
        problem = None
    retry_after = _retry_after(response.headers.get("Retry-After"))
    # A refusal that names itself (LOCKED_OUT) is for a person; the rest is for patience.
    for_patience = problem is None or retry_after is not None
    if status >= 500 or (status == 429 and for_patience):
        return ServerTrouble(status, retry_after)
    if problem is None:
        return Garbage("GARBAGE", host=host, what=f"HTTP {status}")
    return ApiProblem(problem, status)


def content_type(response: httpx.Response) -> str:
    """The media type without its parameters, in lower case."""
    kind: str = response.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower()


def _retry_after(value: str | None) -> float | None:
    """Seconds, from either form of the header; at most an hour, so that nobody is shut out."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - local_now()).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(0.0, seconds), MAX_RETRY_AFTER) if seconds == seconds else None
