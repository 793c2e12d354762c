"""Running a server: in this process for tests, or until a signal for the command line."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from server_stub.app import create_app
from server_stub.settings import Settings


@dataclass(frozen=True)
class Tls:
    """The files of the server's certificate chain and key, PEM."""

    certificate: Path
    key: Path


class _Uvicorn(uvicorn.Server):
    """Tells when the first request can come."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to ``port``, or to a free one for 0.

    :raises OSError: where the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: asyncio turns Nagle's delay off only where the protocol is not left to 0.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        return sock
    except OSError:
        sock.close()
        raise


def url_of(sock: socket.socket, tls: Tls | None) -> str:
    """The address at which a bound socket is reached."""
    host, port = sock.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if tls else 'http'}://{shown}:{port}"


def _config(api: ASGIApp, tls: Tls | None) -> uvicorn.Config:
    return uvicorn.Config(
        api,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


def serve(api: ASGIApp, sock: socket.socket, tls: Tls | None, on_ready: Callable[[], None]) -> None:
    """Serve until the process is told to end."""
    _Uvicorn(_config(api, tls), on_ready).run(sockets=[sock])


class AppThread:
    """An ASGI application in a thread of this process; a context manager.

    Attributes:
        url: where it listens; on a loopback port.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: Tls | None = None,
    ) -> None:
        self._sock = listen(host, port)
        self.url = url_of(self._sock, tls)
        self._ready = threading.Event()
        self._server = _Uvicorn(_config(app, tls), self._ready.set)
        self._thread = threading.Thread(target=self._run, name="titledesk-server", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to serve; returns when the first request can come."""
        self._thread.start()
        if not self._ready.wait(timeout=30):
            raise RuntimeError("the server did not start")

    def stop(self) -> None:
        """End it and wait; a second call does nothing."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._sock.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._sock])


class ServerThread(AppThread):
    """A server over a data folder, in a thread of this process.

    Attributes:
        app: the FastAPI application, ``app.state.server`` its parts.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        demo: bool = False,
        clock: Callable[[], datetime] | None = None,
        settings: Settings | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: Tls | None = None,
    ) -> None:
        self.app = create_app(data_dir, demo=demo, clock=clock, settings=settings)
        super().__init__(self.app, host=host, port=port, tls=tls)
