"""A server that lies: it answers with whatever bytes a test wants, at whatever pace."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Heard:
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What to write: ``head`` and ``body`` as given, with tricks between them.

    Attributes:
        declared: the Content-Length to claim; None for the truth.
        stall_after: bytes of the body after which nothing more comes; the line stays open.
        cut_after: bytes of the body after which the line is closed.
        silent: True to close without any answer.
        drip: seconds to pause before every byte.
    """

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = None
    stall_after: int | None = None
    cut_after: int | None = None
    silent: bool = False
    drip: float = 0.0


Answerer = Callable[[Heard], Reply | Awaitable[Reply]]


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), headers=headers)


def problem(status: int, code: str, headers: dict[str, str] | None = None, **params: str) -> Reply:
    body = json.dumps({"status": status, "code": code, "params": params}).encode()
    return Reply(status, body, kind="application/problem+json", headers=headers or {})


class Hostile:
    """The server, in a thread of its own. ``answer`` maps a path to what is said there.

    Attributes:
        heard: every request, in order.
        answer: path → a reply, a list of replies to use up (the last one stays), or a function.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.heard: list[Heard] = []
        self.answer: dict[str, Reply | list[Reply] | Answerer] = {}
        self._context = context
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="hostile", daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [request.path for request in self.heard]

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._loop.set_exception_handler(lambda _loop, _context: None)
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                while await self._exchange(reader, writer):
                    pass
        finally:
            writer.transport.abort() if self._stop.is_set() else writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path, _, query = target.partition("?")
        heard = Heard(method, path, query, headers, body)
        self.heard.append(heard)
        return await self._reply(await self._choose(heard), heard, writer)

    async def _choose(self, heard: Heard) -> Reply:
        entry = self.answer.get(heard.path, problem(404, "NOT_FOUND"))
        if isinstance(entry, list):
            return entry.pop(0) if len(entry) > 1 else entry[0]
        if isinstance(entry, Reply):
            return entry
        made = entry(heard)
        return made if isinstance(made, Reply) else await made

    async def _reply(self, reply: Reply, heard: Heard, writer: asyncio.StreamWriter) -> bool:
        if reply.silent:
            return False
        length = len(reply.body) if reply.declared is None else reply.declared
        lines = [f"HTTP/1.1 {reply.status} X", f"Content-Length: {length}"]
        lines += [f"Content-Type: {reply.kind}"] if reply.kind else []
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        stop = reply.stall_after if reply.stall_after is not None else reply.cut_after
        await _write(writer, b"" if heard.method == "HEAD" else reply.body[:stop], reply.drip)
        if reply.stall_after is not None:
            await asyncio.sleep(3600)
        return reply.cut_after is None and reply.declared is None


async def _write(writer: asyncio.StreamWriter, body: bytes, drip: float) -> None:
    for piece in (bytes([byte]) for byte in body) if drip else [body]:
        await asyncio.sleep(drip)
        writer.write(piece)
        await writer.drain()
