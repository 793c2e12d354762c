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
        connections: int = 8,
        user_agent: str = "TitleDesk",
    ) -> None:
        self.base = normalised(address)
        url = httpx.URL(self.base)
        self.host = url.netloc.decode()
        times = timeouts or Timeouts()
        secure = url.scheme == "https"
        self._client = httpx.AsyncClient(
            base_url=self.base,
            # A context is dear to build, and of no use to plain HTTP on the loopback.
            verify=(ssl_context or system_context()) if secure else False,
            follow_redirects=False,
            # A proxy of the office must not be asked for this very machine.
            trust_env=not is_loopback(url.host),
            timeout=httpx.Timeout(times.stall, connect=times.connect, pool=None),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            headers={"User-Agent": user_agent},
        )

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
                    raise await refusal(response, self.host)
                yield response
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise self._named(error, repeatable) from error

    async def fetch(
        self, method: str, path: str, *, limit: int, **request: Any
    ) -> tuple[httpx.Response, bytes]:
        """A whole exchange with a body of at most ``limit`` bytes, after decompression."""
        async with self.stream(method, path, **request) as response:
            return response, await bounded(response, limit, self.host)

    def _named(self, error: httpx.HTTPError, repeatable: bool) -> SyncError:
        code = tls_code(error)
        if code is not None:
            return TlsRefused(code, host=self.host)
        if isinstance(error, _NOT_SENT):
            late = isinstance(error, httpx.TimeoutException)
            return Unreachable("CONNECT_TIMEOUT" if late else "UNREACHABLE", host=self.host)
        if isinstance(error, httpx.DecodingError):
            return Garbage("GARBAGE", host=self.host, what="encoding")
        if not repeatable:
            return AmbiguousTimeout(self.host)
        late = isinstance(error, httpx.TimeoutException)
        return Unreachable("STALLED" if late else "CUT_OFF", host=self.host)


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


async def refusal(response: httpx.Response, host: str) -> SyncError:
    """What an answer outside the accepted statuses means."""
    status = response.status_code
    if 300 <= status < 400:
        return Garbage("REDIRECTED", host=host)
    problem = await _problem(response, host)
    retry_after = _retry_after(response.headers.get("Retry-After"))
    if status == 429 or status >= 500:
        known = problem is not None and problem.code != "SERVER_PROBLEM"
        # A refusal that names itself (LOCKED_OUT) is for a person; the rest is for patience.
        if status == 429 and known and retry_after is None and problem is not None:
            return ApiProblem(problem, status)
        return ServerTrouble(status, retry_after)
    if problem is None:
        return Garbage("GARBAGE", host=host, what=f"HTTP {status}")
    return ApiProblem(problem, status)


async def _problem(response: httpx.Response, host: str) -> Problem | None:
    if content_type(response) != MEDIA_TYPE:
        return None
    try:
        return Problem.model_validate_json(await bounded(response, PROBLEM_LIMIT, host))
    except (ValidationError, Garbage):
        return None


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
