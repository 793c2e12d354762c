"""Fetching one attachment: resumed, hashed and sealed while it comes (design §5)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Protocol

import httpx

from app.store.sealed_file import ContentMismatchError
from app.sync.errors import ApiProblem, Garbage, SyncError
from app.sync.http import HttpPipe

GULP = 512 * 1024
"""Plain bytes handed to the hashing threads at once; smaller gulps cost more than they overlap."""

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")


class BlobMismatch(SyncError):  # noqa: N818
    """What came is not the file that was announced. What was received is worthless."""


class Writer(Protocol):
    """What a download is written to: :class:`app.store.sealed_file.SealedWriter`."""

    sha256: str
    total: int

    @property
    def written(self) -> int:
        """Plain bytes taken so far."""

    def write(self, data: bytes) -> None:
        """Take the next plain bytes."""

    def restart(self) -> None:
        """Begin anew."""

    def finish(self) -> None:
        """Check length and hash and write the rest."""


async def fetch_blob(
    pipe: HttpPipe,
    token: str,
    writer: Writer,
    *,
    pool: Executor,
    progress: Callable[[int], None],
) -> None:
    """Download what ``writer`` still lacks, and finish it.

    :param pool: threads for hashing, sealing and the disk.
    :param progress: told how many more bytes came; negative where a resume had to start over.
    :raises BlobMismatch: ``BLOB_LENGTH_MISMATCH`` or ``BLOB_HASH_MISMATCH``.
    :raises StoreError: the disk is full.
    :raises SyncError: the exchange did not work out; what was written can be resumed.
    """
    try:
        if writer.written < writer.total or writer.total == 0:
            await _receive(pipe, token, writer, pool, progress)
        await _in(pool, writer.finish)
    except ContentMismatchError as error:
        what = "HASH" if error.code == "CONTENT_HASH" else "LENGTH"
        raise BlobMismatch(f"BLOB_{what}_MISMATCH", host=pipe.host) from error


async def _receive(
    pipe: HttpPipe, token: str, writer: Writer, pool: Executor, progress: Callable[[int], None]
) -> None:
    start = writer.written
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    if start:
        headers |= {"Range": f"bytes={start}-", "If-Range": f'"{writer.sha256}"'}
    path = f"/v1/blobs/{writer.sha256}"
    try:
        async with pipe.stream(
            "GET", path, headers=headers, accept=frozenset({200, 206})
        ) as response:
            if start and response.status_code == 200:
                await _in(pool, writer.restart)
                progress(-start)
                start = 0
            _check_head(response, start, writer, pipe.host)
            await _pour(response, writer, pool, progress)
    except ApiProblem as problem:
        if problem.status != 416:
            raise
        raise BlobMismatch("BLOB_LENGTH_MISMATCH", host=pipe.host) from problem


def _check_head(response: httpx.Response, start: int, writer: Writer, host: str) -> None:
    """Notice a lie about the length before a byte of it is written."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Garbage("GARBAGE", host=host, what="encoding")
    length = response.headers.get("Content-Length")
    if length is not None and length != str(writer.total - start):
        raise BlobMismatch("BLOB_LENGTH_MISMATCH", host=host)
    if response.status_code == 206:
        expected = (start, writer.total - 1, writer.total)
        match = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
        if match is None or tuple(map(int, match.groups())) != expected:
            raise BlobMismatch("BLOB_LENGTH_MISMATCH", host=host)
    elif start:
        raise Garbage("GARBAGE", host=host, what=f"HTTP {response.status_code}")


async def _pour(
    response: httpx.Response, writer: Writer, pool: Executor, progress: Callable[[int], None]
) -> None:
    """Read the next gulp while the last one is being hashed and sealed.

    What arrived before a cut or a cancellation is written too: it need not come again.
    """
    pen = _Pen(writer, pool)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in response.aiter_raw():
            parts.append(part)
            size += len(part)
            if size >= GULP:
                await pen.put(b"".join(parts))
                progress(size)
                parts, size = [], 0
    finally:
        # The writer must be at rest before anybody closes it.
        await pen.close(b"".join(parts))
        progress(size)


class _Pen:
    """Hands gulps to the threads, one at a time and in order."""

    def __init__(self, writer: Writer, pool: Executor) -> None:
        self._writer = writer
        self._pool = pool
        self._writing: asyncio.Future[None] | None = None
        self._broken = False

    async def put(self, gulp: bytes) -> None:
        """Wait for the gulp before and start writing this one."""
        await self._settle()
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(self._pool, self._writer.write, gulp)

    async def close(self, rest: bytes) -> None:
        """Write the rest; nothing is being written when this returns."""
        try:
            await self._settle()
            if rest and not self._broken:
                await self.put(rest)
                await self._settle()
        finally:
            if self._writing is not None:
                await asyncio.wait([self._writing])

    async def _settle(self) -> None:
        writing = self._writing
        if writing is None:
            return
        await asyncio.wait([writing])
        self._writing = None
        self._broken = self._broken or writing.exception() is not None
        writing.result()


async def _in(pool: Executor, function: Callable[..., None], *args: Any) -> None:
    await asyncio.get_running_loop().run_in_executor(pool, function, *args)
