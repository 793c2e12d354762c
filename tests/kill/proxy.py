"""A line that breaks: a TCP proxy that carries requests and loses replies after the commit."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Self

Choice = Callable[[bytes], bool]
"""Told the first bytes of a request; True to lose its reply."""


class LossyProxy:
    """Forwards to ``target`` port on the loopback. ``lose`` decides request by request.

    A lost reply is read from the server to its first bytes, so the server has done its work, and
    then both lines are closed.

    Attributes:
        heads: the first bytes of every request.
        lost: how many replies were lost.
        cut_after: bytes of one reply after which its line is cut; None for never.
        stall_after: bytes of one reply after which nothing more comes; None for never.
        target: the port to forward to; may be changed while it runs.
    """

    def __init__(self, target: int, lose: Choice = lambda _head: False) -> None:
        self.target = target
        self.lose = lose
        self.lost = 0
        self.heads: list[bytes] = []
        self.cut_after: int | None = None
        self.stall_after: int | None = None
        self.port = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    @property
    def url(self) -> str:
        """Where clients reach the server through it."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._client, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled only when the proxy ends; asyncio would log that as this task's failure.
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            try:
                await self._line(reader, writer)
            finally:
                await _close(writer)

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream, sink = await asyncio.open_connection("127.0.0.1", self.target)
        except ConnectionError:
            return
        line = _Line(self)
        forth = asyncio.create_task(line.forth(reader, sink))
        back = asyncio.create_task(line.back(upstream, writer))
        try:
            await asyncio.wait([forth, back], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (forth, back):
                task.cancel()
            await asyncio.gather(forth, back, return_exceptions=True)
            await _close(sink)


class _Line:
    """One connection: a reply is lost where the request before it was chosen."""

    def __init__(self, proxy: LossyProxy) -> None:
        self._proxy = proxy
        self._answering = True
        self._losing = False
        self._carried = 0

    async def forth(self, reader: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self._answering:  # the first bytes after a reply begin a request
                self._answering = False
                self._carried = 0
                self._proxy.heads.append(data)
                self._losing = self._proxy.lose(data)
            sink.write(data)
            await sink.drain()

    async def back(self, upstream: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await upstream.read(65536):
            if self._losing:
                self._proxy.lost += 1
                return
            self._answering = True
            writer.write(data)
            await writer.drain()
            self._carried += len(data)
            if self._proxy.stall_after is not None and self._carried > self._proxy.stall_after:
                await asyncio.sleep(3600)
            limit = self._proxy.cut_after
            if limit is not None and self._carried > limit:
                return


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
