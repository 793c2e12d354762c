"""The small program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.media import samples

ROOT = Path(__file__).parents[2]


def test_it_opens_a_file_and_leaves_no_process(tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf")
    program = subprocess.Popen(
        [sys.executable, "-m", "app.viewers", str(file)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    try:
        workers: list[psutil.Process] = []
        end = time.monotonic() + 60
        while not workers and time.monotonic() < end:
            assert program.poll() is None
            workers = [
                child
                for child in psutil.Process(program.pid).children()
                if "spawn_main" in " ".join(child.cmdline())
            ]
            time.sleep(0.05)
        assert workers
        maps = ""
        while "pdfium" not in maps and time.monotonic() < end:
            maps = " ".join(one.path for one in workers[0].memory_maps())
            time.sleep(0.05)
        assert "pdfium" in maps
        assert "Qt6" not in maps, "the worker loads no Qt"
    finally:
        program.terminate()
        program.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
