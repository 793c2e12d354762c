"""A limit on the bodies that are held in memory. Uploads are streamed and have their own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server_stub.problems import ApiError, problem_response


class BodyLimit:
    """Refuses a body that says it is too long, and stops reading one that turns out to be."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/v1/blobs/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        said = request.headers.get("content-length", "")
        if said.isdigit() and int(said) > self._limit:
            too_large = ApiError(413, "TOO_LARGE", params={"limit": self._limit})
            await problem_response(request, too_large)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= self._limit else {"type": "http.disconnect"}

        await self._app(scope, counted, send)
