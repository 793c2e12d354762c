"""The reference server as a process of its own, as an office would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from bench.fixtures import ROOT

PASSWORD: Final = "demo-2026"
_PATIENCE: Final = 15


@contextmanager
def serving(data: Path, *options: str) -> Iterator[str]:
    """``python -m server_stub serve`` over a data folder; gives its address.

    :raises RuntimeError: it ended before it was ready.
    """
    argv = [sys.executable, "-m", "server_stub", "serve", "--data", str(data), *options]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the server ended before it was ready")
        yield str(json.loads(line)["url"])
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def access_token(url: str, login: str, password: str = PASSWORD) -> str:
    """Sign in as a device of the benchmark's own."""
    body = {"login": login, "password": password, "device_id": "bench-floor"}
    answer: dict[str, Any] = (
        httpx.post(f"{url}/v1/auth/token", json=body, timeout=30).raise_for_status().json()
    )
    return str(answer["access_token"])
