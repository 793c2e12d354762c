"""The reference server as a process that can be stopped and started on the same address."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

START_SECONDS = 240


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ServerProcess:
    """``python -m server_stub serve --demo`` over one data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = free_port()
        self._process: subprocess.Popen[str] | None = None
        self.told: dict[str, object] = {}
        """What its first line says."""
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait for its line.

        :raises RuntimeError: it ended before it was ready.
        """
        process = subprocess.Popen(
            [
                sys.executable, "-m", "server_stub", "serve", "--demo", "--data", str(self._data),
                "--port", str(self._port),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert process.stdout is not None
        timer = threading.Timer(START_SECONDS, process.kill)
        timer.start()
        try:
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            raise RuntimeError("the server ended before it was ready")
        self.told = json.loads(line)
        threading.Thread(target=process.stdout.read, daemon=True).start()
        self._process = process

    def stop(self) -> None:
        """Stop it; a second call does nothing."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None
