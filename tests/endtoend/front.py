"""A line to the real server on which a test can lie, stall or break off, request by request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from tests.sync.hostile import Heard, Hostile, Reply

Change = Callable[[Heard, Reply], Reply]
_CARRIED = ("ETag", "Accept-Ranges", "Content-Range", "Retry-After", "Content-Encoding")


class Front(Hostile):
    """Hands every request on to the server, but for paths in ``answer``.

    Attributes:
        change: what becomes of the server's true replies; None leaves them alone.
        upstream: where the server is; may be moved while this runs.
    """

    def __init__(self, upstream: str) -> None:
        super().__init__()
        self.upstream = upstream
        self.change: Change | None = None

    def asked(self, path: str, method: str = "GET") -> int:
        """How many requests there were for paths that begin so."""
        return sum(one.method == method and one.path.startswith(path) for one in self.heard)

    async def _serve(self) -> None:
        async with httpx.AsyncClient(verify=False, trust_env=False, timeout=60) as self._server:
            await super()._serve()

    async def _choose(self, heard: Heard) -> Reply:
        if heard.path in self.answer:
            return await super()._choose(heard)
        true = await self._true(heard)
        return true if self.change is None else self.change(heard, true)

    async def _true(self, heard: Heard) -> Reply:
        url = f"{self.upstream}{heard.path}" + (f"?{heard.query}" if heard.query else "")
        headers = {name: heard.headers[name] for name in heard.headers if name != "host"}
        headers["accept-encoding"] = "identity"
        try:
            got = await self._server.request(heard.method, url, headers=headers, content=heard.body)
        except httpx.HTTPError:
            return Reply(silent=True)
        carried = {name: got.headers[name] for name in _CARRIED if name in got.headers}
        return Reply(got.status_code, got.content, got.headers.get("Content-Type", ""), carried)


def edited(change: Callable[[Any], None], reply: Reply) -> Reply:
    """The reply with its JSON content changed."""
    content = json.loads(reply.body)
    change(content)
    return Reply(reply.status, json.dumps(content, ensure_ascii=False).encode(), reply.kind)
