"""The calls of the wire (design §4), typed. No state but the connection pool."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from app.domain.sealing import Seal, SealStatus
from app.protocol.canonical import canonical
from app.protocol.feed import ClaimAnswer, ClaimRequest, Me, TokenPair
from app.protocol.operations import WIRE_VERSION, OperationAnswer, OperationBatch
from app.protocol.seal_heads import LogVerdict, SealUseAnswer, SealUseReport, SealUsesHeld
from app.sync.clock import ServerClock
from app.sync.errors import Garbage, NewerProtocol
from app.sync.http import HttpPipe, Timeouts, bounded, content_type
from app.sync.pages import RawPage, parse_page

ANSWER_LIMIT = 4 * 1024 * 1024
"""Largest answer of a call that returns no document, in bytes."""
PAGE_LIMIT = 64 * 1024 * 1024
"""Largest page of the feed or list of documents, in bytes."""

Answer = TypeVar("Answer", bound=BaseModel)


class Health(BaseModel):
    """Answer of ``GET /v1/health``."""

    model_config = ConfigDict(extra="allow", frozen=True)

    ok: bool
    wire: int
    name: str = ""
    server_time: AwareDatetime | None = None


class ApiClient:
    """The server's calls, one method each. All raise :class:`~app.sync.errors.SyncError`.

    Attributes:
        pipe: the HTTP client below.
        clock: takes over the server's time from every answer that tells it.
    """

    def __init__(
        self,
        address: str,
        *,
        device_id: str,
        clock: ServerClock | None = None,
        timeouts: Timeouts | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.pipe = HttpPipe(address, timeouts=timeouts, ssl_context=ssl_context)
        self.clock = clock or ServerClock()
        self.device_id = device_id

    async def aclose(self) -> None:
        """Close all connections."""
        await self.pipe.aclose()

    async def health(self) -> Health:
        """Whether this is a server of ours and speaks our version of the wire."""
        health = await self._call("GET", "/v1/health", Health)
        if health.wire > WIRE_VERSION:
            raise NewerProtocol(health.wire, WIRE_VERSION)
        return health

    async def sign_in(self, login: str, password: str) -> TokenPair:
        """Exchange a password for tokens."""
        body = {"login": login, "password": password, "device_id": self.device_id}
        return await self._call("POST", "/v1/auth/token", TokenPair, body=body)

    async def refresh(self, refresh_token: str) -> TokenPair:
        """The successor of a refresh token; repeatable within 60 s (design §4)."""
        body = {"refresh_token": refresh_token, "device_id": self.device_id}
        return await self._call("POST", "/v1/auth/refresh", TokenPair, body=body)

    async def revoke(self, refresh_token: str) -> None:
        """Make a refresh token and its successors worthless."""
        content = canonical({"refresh_token": refresh_token})
        await self.pipe.fetch(
            "POST", "/v1/auth/revoke", limit=ANSWER_LIMIT, headers=_headers(None, content),
            content=content, accept=frozenset({200, 204}),
        )  # fmt: skip

    async def me(self, token: str) -> Me:
        """Who is signed in, with which roles and rule packs."""
        me = await self._call("GET", "/v1/me", Me, token=token)
        if me.wire > WIRE_VERSION:
            raise NewerProtocol(me.wire, WIRE_VERSION)
        return me

    async def changes(self, token: str, cursor: str, limit: int) -> RawPage:
        """The next page of the feed; an empty cursor asks for its beginning."""
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        body = await self._document("/v1/changes", token, params=params)
        try:
            page = parse_page(body)
        except ValueError as error:
            raise Garbage("GARBAGE", host=self.pipe.host, what="changes") from error
        return page

    async def version(self, token: str, app_id: str, number: int) -> bytes:
        """An earlier version, as the bytes that were submitted."""
        return await self._document(f"/v1/applications/{app_id}/versions/{number}", token)

    async def profile(self, token: str, name: str) -> bytes:
        """A rule pack (``id`` or ``id@version``) as the bytes to hash."""
        return await self._document(f"/v1/profiles/{name}", token)

    async def reasons(self, token: str) -> bytes:
        """The reason templates."""
        return await self._document("/v1/reasons", token)

    async def seal_book(self, token: str, etag: str) -> bytes | None:
        """The registry of seals; None where it is still the one with that ETag."""
        return await self._changed("/v1/seals", "application/json", etag, token)

    async def seal_list(self, name: str, etag: str) -> bytes | None:
        """A list of revoked certificates, DER; None where it is still the one with that ETag."""
        return await self._changed(
            f"/v1/seals/crl/{quote(name, safe='')}", "application/pkix-crl", etag
        )

    async def freeze_seal(self, token: str, seal_id: str, reason: str) -> Seal:
        """Have a seal of one's own office frozen; the seal as it is then."""
        path = f"/v1/seals/{quote(seal_id, safe='')}/status"
        body = {"status": SealStatus.FROZEN.value, "reason": reason}
        return await self._call("POST", path, Seal, token=token, body=body)

    async def report_seal_uses(self, token: str, report: SealUseReport) -> SealUseAnswer:
        """Hold the record of seal uses of this device against the server's."""
        content = report.model_dump_json().encode()
        return await self._call(
            "POST", "/v1/seal-uses", SealUseAnswer, token=token, content=content, limit=ANSWER_LIMIT
        )

    async def seal_uses_held(self, token: str, after: int) -> SealUsesHeld:
        """The lines of this device that the server has, behind a number."""
        return await self._call("GET", f"/v1/seal-uses?after={after}", SealUsesHeld, token=token)

    async def verify_log(self, token: str) -> LogVerdict:
        """Whether the server's own log holds."""
        return await self._call("GET", "/v1/audit/verify", LogVerdict, token=token)

    async def claim(self, token: str, app_ids: list[str]) -> ClaimAnswer:
        """签收: ask for the lease of several cases; each has its own result."""
        request = ClaimRequest(app_ids=app_ids, device_id=self.device_id)
        body = request.model_dump(mode="json")
        return await self._call("POST", "/v1/claims", ClaimAnswer, token=token, body=body)

    async def renew(self, token: str, claim_id: str) -> ClaimAnswer:
        """Lengthen a lease."""
        path = f"/v1/claims/{claim_id}/renew"
        return await self._call("POST", path, ClaimAnswer, token=token, body={})

    async def release(self, token: str, claim_id: str) -> None:
        """Give a case back."""
        await self.pipe.fetch(
            "DELETE", f"/v1/claims/{claim_id}", limit=ANSWER_LIMIT, headers=_headers(token),
            accept=frozenset({200, 204}),
        )  # fmt: skip

    async def put_blob(self, token: str, sha256: str, content: bytes) -> None:
        """Hand in a file by its hash; the server takes and hashes the bytes every time."""
        headers = {**_headers(token), "Content-Type": "application/octet-stream"}
        await self.pipe.fetch(
            "PUT", f"/v1/blobs/{sha256}", limit=ANSWER_LIMIT, headers=headers, content=content,
            accept=frozenset({201}),
        )  # fmt: skip

    async def send_ops(self, token: str, batch: OperationBatch) -> OperationAnswer:
        """Offer operations, each as the bytes that were stored.

        :raises AmbiguousTimeout: where they may have been applied without our hearing of it.
        """
        content = batch.model_dump_json().encode()
        return await self._call(
            "POST", "/v1/ops", OperationAnswer, token=token, content=content, limit=PAGE_LIMIT,
            repeatable=False,
        )  # fmt: skip

    async def _call(
        self,
        method: str,
        path: str,
        model: type[Answer],
        *,
        token: str | None = None,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        limit: int = ANSWER_LIMIT,
        repeatable: bool = True,
    ) -> Answer:
        payload = canonical(body) if body is not None else content
        sent = self.clock.local()
        response, answer = await self.pipe.fetch(
            method, path, limit=limit, headers=_headers(token, payload), content=payload,
            accept=frozenset({200, 201}), repeatable=repeatable,
        )  # fmt: skip
        self._expect_json(response)
        try:
            parsed = model.model_validate_json(answer)
        except ValidationError as error:
            raise Garbage("GARBAGE", host=self.pipe.host, what=path) from error
        server_time = getattr(parsed, "server_time", None)
        if server_time is not None:
            self.clock.observe(server_time, sent, self.clock.local())
        return parsed

    async def _document(
        self, path: str, token: str, params: Mapping[str, str] | None = None
    ) -> bytes:
        async with self.pipe.stream("GET", path, headers=_headers(token), params=params) as answer:
            self._expect_json(answer)
            return await bounded(answer, PAGE_LIMIT, self.pipe.host)

    async def _changed(
        self, path: str, media_type: str, etag: str, token: str | None = None
    ) -> bytes | None:
        headers = _headers(token) | {"Accept": f"{media_type}, application/problem+json"}
        if etag:
            headers["If-None-Match"] = etag
        kinds = frozenset({200, 304})
        async with self.pipe.stream("GET", path, headers=headers, accept=kinds) as answer:
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return None
            if content_type(answer) != media_type:
                raise Garbage("GARBAGE", host=self.pipe.host, what=content_type(answer) or "—")
            return await bounded(answer, ANSWER_LIMIT, self.pipe.host)

    def _expect_json(self, response: httpx.Response) -> None:
        if content_type(response) != "application/json":
            what = content_type(response) or "—"
            raise Garbage("GARBAGE", host=self.pipe.host, what=what)


def _headers(token: str | None, content: bytes | None = None) -> dict[str, str]:
    headers = {"Accept": "application/json, application/problem+json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    if content is not None:
        headers["Content-Type"] = "application/json"
    return headers
