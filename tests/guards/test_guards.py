"""Each guard, seen to fail a test that breaks its rule, in a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

NAUGHTY = """
    import contextlib, logging, socket, subprocess, sys, threading, time, warnings
    from PySide6.QtCore import qWarning

    def test_connects():
        with contextlib.suppress(OSError):
            socket.create_connection(("192.0.2.1", 80), timeout=1)

    def test_looks_up():
        with contextlib.suppress(OSError):
            socket.getaddrinfo("titledesk.example", 443)

    def test_logs():
        logging.getLogger("app.sync").warning("the reply was garbage")

    def test_leaves_process():
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    def test_leaves_thread():
        threading.Thread(target=time.sleep, args=(4,), name="straggler").start()

    def test_qt_warns():
        qWarning("a timer from another thread")

    def test_python_warns():
        warnings.warn("old", DeprecationWarning)
"""
VERDICTS = {
    "test_connects": "reached for the network",
    "test_looks_up": "reached for the network",
    "test_logs": "unexpected log: app.sync: WARNING the reply was garbage",
    "test_leaves_process": "left running: process",
    "test_leaves_thread": "left running: thread straggler",
    "test_qt_warns": "",  # the summary gives no reason; the section above it does
    "test_python_warns": "DeprecationWarning: old",
}

WELL_BEHAVED = """
    import logging, os, socket, subprocess, sys, threading
    import pytest

    def test_log_at_level(caplog):
        with caplog.at_level(logging.ERROR):
            logging.getLogger("app.sync").error("expected")

    @pytest.mark.expect_log("app")
    def test_log_by_marker():
        logging.getLogger("app.store.cache").warning("expected")

    def test_joined():
        thread = threading.Thread(target=print)
        thread.start()
        subprocess.run([sys.executable, "-c", ""], check=True)

    def test_reserved_name():
        with pytest.raises(OSError):
            socket.getaddrinfo("server.invalid", 443)

    def test_loopback():
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()

    def test_home_is_scratch():
        assert "titledesk-tests-" in os.path.expanduser("~")

    @pytest.mark.full
    def test_long():
        assert False, "runs with --full only"
"""


def _pytest(folder: Path, source: str) -> str:
    (folder / "test_sample.py").write_text(textwrap.dedent(source), "utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider",
            "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(folder),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _pytest(tmp_path_factory.mktemp("naughty"), NAUGHTY)


@pytest.mark.parametrize(("test", "verdict"), VERDICTS.items(), ids=VERDICTS.keys())
def test_a_broken_rule_fails_the_test(naughty: str, test: str, verdict: str) -> None:
    summary = naughty.partition("short test summary info")[2].splitlines()
    blamed = [line for line in summary if f"::{test}" in line]
    assert blamed, naughty
    assert any(verdict in line for line in blamed), naughty


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    shown = _pytest(tmp_path, WELL_BEHAVED)
    assert "6 passed, 1 deselected" in shown
