"""Fetching one attachment: resumed, hashed and sealed while it comes (design §5).

Attachments have a client of their own, used from threads: hashing, sealing and writing happen
where the bytes arrive, and let other threads run meanwhile. Through the event loop the same
bytes took half as long again (``docs/decisions``).
"""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol

import httpx

from app.protocol.problems import MEDIA_TYPE
from app.store.sealed_file import ContentMismatchError
from app.sync.address import normalised
from app.sync.errors import ApiProblem, Garbage, SyncError
from app.sync.http import (
    PROBLEM_LIMIT,
    Timeouts,
    client_options,
    content_type,
    named,
    refusal,
)

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")


class BlobMismatch(SyncError):  # noqa: N818
    """What came is not the file that was announced. What was received is worthless."""


class Cancelled(Exception):  # noqa: N818
    """The download was stopped from this side."""


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


class Stop:
    """Stops a download from another thread, also one that waits for a silent server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._set = False

    @property
    def is_set(self) -> bool:
        """Whether the download shall end."""
        return self._set

    def set(self) -> None:
        """End the download at its next byte, or now where none comes."""
        with self._lock:
            self._set = True
            self._cut()

    def watch(self, line: socket.socket | None) -> None:
        """Let :meth:`set` cut this line; None for no line."""
        with self._lock:
            self._socket = line
            if self._set:
                self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Line:
    """A client that keeps one connection, and knows its socket before the first answer."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.client = httpx.Client(**options)
        self._socket: socket.socket | None = None

    @contextmanager
    def get(self, path: str, headers: Mapping[str, str], stop: Stop) -> Iterator[httpx.Response]:
        def trace(event: str, info: Mapping[str, Any]) -> None:
            if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
                self._socket = info["return_value"].get_extra_info("socket")
                stop.watch(self._socket)

        stop.watch(self._socket)
        try:
            with self.client.stream(
                "GET", path, headers=headers, extensions={"trace": trace}
            ) as response:
                yield response
        finally:
            stop.watch(None)


class BlobPipe:
    """Downloads attachments of one server; may be used by as many threads as it has lines."""

    def __init__(
        self,
        address: str,
        *,
        timeouts: Timeouts | None = None,
        ssl_context: ssl.SSLContext | None = None,
        connections: int = 4,
    ) -> None:
        base = normalised(address)
        self.host = httpx.URL(base).netloc.decode()
        options = client_options(base, timeouts or Timeouts(), ssl_context, 1)
        self._lines = [_Line(options) for _ in range(connections)]
        self._free: queue.LifoQueue[_Line] = queue.LifoQueue()
        for line in self._lines:
            self._free.put(line)

    def close(self) -> None:
        """Close all connections."""
        for line in self._lines:
            line.client.close()

    def fetch(
        self, token: str, writer: Writer, *, stop: Stop, progress: Callable[[int], None]
    ) -> None:
        """Download what ``writer`` still lacks, and finish it.

        :param progress: told how many more bytes came; negative where a resume starts over.
        :raises BlobMismatch: ``BLOB_LENGTH_MISMATCH`` or ``BLOB_HASH_MISMATCH``.
        :raises StoreError: the disk is full.
        :raises Cancelled: after ``stop``.
        :raises SyncError: the exchange did not work out; what was written can be resumed.
        """
        try:
            if writer.written < writer.total or writer.total == 0:
                self._receive(token, writer, stop, progress)
            writer.finish()
        except ContentMismatchError as error:
            what = "HASH" if error.code == "CONTENT_HASH" else "LENGTH"
            raise BlobMismatch(f"BLOB_{what}_MISMATCH", host=self.host) from error

    def _receive(
        self, token: str, writer: Writer, stop: Stop, progress: Callable[[int], None]
    ) -> None:
        start = writer.written
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": f'"{writer.sha256}"'}
        line = self._free.get()
        try:
            with line.get(f"/v1/blobs/{writer.sha256}", headers, stop) as response:
                if response.status_code not in {200, 206}:
                    raise self._refused(response)
                if start and response.status_code == 200:
                    writer.restart()
                    progress(-start)
                    start = 0
                self._check_head(response, start, writer.total)
                for part in response.iter_raw():
                    writer.write(part)
                    progress(len(part))
                    if stop.is_set:
                        raise Cancelled
        except httpx.HTTPError as error:
            if stop.is_set:
                raise Cancelled from error
            raise named(error, self.host, repeatable=True) from error
        finally:
            self._free.put(line)

    def _check_head(self, response: httpx.Response, start: int, total: int) -> None:
        """Notice a lie about the length before a byte of it is written."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise Garbage("GARBAGE", host=self.host, what="encoding")
        length = response.headers.get("Content-Length")
        if length is not None and length != str(total - start):
            raise BlobMismatch("BLOB_LENGTH_MISMATCH", host=self.host)
        if response.status_code == 206:
            match = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
            told = tuple(map(int, match.groups())) if match else ()
            if told != (start, total - 1, total):
                raise BlobMismatch("BLOB_LENGTH_MISMATCH", host=self.host)

    def _refused(self, response: httpx.Response) -> SyncError:
        body = b""
        if content_type(response) == MEDIA_TYPE:
            for part in response.iter_bytes():
                body += part
                if len(body) > PROBLEM_LIMIT:
                    return Garbage("ANSWER_TOO_LARGE", host=self.host, limit=str(PROBLEM_LIMIT))
        error = refusal(response, body, self.host)
        if isinstance(error, ApiProblem) and error.status == 416:
            return BlobMismatch("BLOB_LENGTH_MISMATCH", host=self.host)
        return error
