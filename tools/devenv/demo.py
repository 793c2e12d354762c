"""`dev.py demo`: the reference server with synthetic data, and the client signed in to it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tools.devenv.places import ROOT, DevError, environment, run, say, venv_python

START_LIMIT = 300.0  # seconds; the demo data are drawn before the server answers
STOP_LIMIT = 15.0


@dataclass(frozen=True, slots=True)
class Running:
    """A demo server that answers: its address and one officer's name and password; a seal holder's
    name, the folder of the demo's key files and scans, and their PIN, empty where it has none."""

    url: str
    login: str
    password: str
    sealer: str = ""
    seals: str = ""
    pin: str = ""


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))


def headless(out: Path) -> int:
    """Drive the real windows offscreen through the whole journey; pictures go to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    status = run(
        [venv_python(), "-m", "tests.journey", "--out", str(out.resolve())],
        {"QT_QPA_PLATFORM": "offscreen"},
    )
    say(f"图片与 journey.json 位于 {out}", f"pictures and journey.json are in {out}")
    return status


def windowed() -> int:
    """Start the server and the client; the server ends with the client."""
    with tempfile.TemporaryDirectory(prefix="titledesk-demo-") as scratch:
        say("正在生成示例数据", "drawing the demo data")
        with serving(Path(scratch, "server")) as server:
            say(
                f"{server.url}  账号 {server.login}  口令 {server.password}",
                f"name {server.login}, password {server.password}",
            )
            if server.seals:
                say(
                    f"持章人 {server.sealer}  印章文件 {server.seals}  密钥口令 {server.pin}",
                    f"seal holder {server.sealer}, seals in {server.seals}, PIN {server.pin}",
                )
            client = subprocess.Popen(
                [
                    venv_python(), "-m", "app", "--server", server.url, "--user", server.login,
                    "--home", str(Path(scratch, "client")), "--password-stdin",
                ],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )  # fmt: skip
            with _stopped_at_the_end(client):
                with contextlib.suppress(BrokenPipeError):  # a client that refused to start
                    client.communicate(server.password + "\n")
                return client.wait()


@contextlib.contextmanager
def serving(data: Path) -> Iterator[Running]:
    """Run the reference server on a free loopback port over `data`; stop it at the end.

    Raises:
        DevError: it ended, or said nothing, or something else than the one JSON line.
    """
    server = subprocess.Popen(
        [
            venv_python(), "-m", "server_stub", "serve", "--demo",
            "--data", str(data), "--host", "127.0.0.1", "--port", "0",
        ],
        cwd=ROOT,
        env=environment({"PYTHONUNBUFFERED": "1"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )  # fmt: skip
    with _stopped_at_the_end(server):
        yield parse_ready_line(_first_line(server))


def parse_ready_line(line: str) -> Running:
    """Read `{"url": …, "demo": {"login": …, "password": …}}`, and `"seals"` where it is told.

    Raises:
        DevError: the line is not that.
    """
    try:
        ready: dict[str, Any] = json.loads(line)
        demo: dict[str, str] = ready["demo"]
        told: dict[str, str] = ready.get("seals") or {}
        return Running(
            ready["url"], demo["login"], demo["password"],
            demo.get("sealer", ""), told.get("folder", ""), told.get("pin", ""),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise DevError(
            f"服务程序的首行无法识别：{line!r}",
            f"the server's first line is not understood: {line!r}",
        ) from error


def _first_line(server: subprocess.Popen[str]) -> str:
    """Return the first line of output; the rest is read too, so that the pipe never fills."""
    lines: queue.Queue[str] = queue.Queue()

    def drain(stream: IO[str]) -> None:
        lines.put(stream.readline())
        for _ in stream:
            pass

    assert server.stdout is not None
    threading.Thread(target=drain, args=(server.stdout,), daemon=True).start()
    try:
        line = lines.get(timeout=START_LIMIT)
    except queue.Empty:
        line = ""
    if not line:
        raise DevError("服务程序未能启动，原因见上", "the server did not start; see above")
    return line


@contextlib.contextmanager
def _stopped_at_the_end(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
