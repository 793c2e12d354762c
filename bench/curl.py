"""The floor of a download: curl fetches the same bytes in parallel and writes them to files."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PARALLEL: Final = 4
"""As many transfers at a time as the client makes."""


def available() -> bool:
    """Whether there is a curl."""
    return shutil.which("curl") is not None


def fetch(url: str, token: str, files: Sequence[tuple[str, int]], folder: Path) -> float:
    """Download ``files`` (sha256, length) into an empty folder; returns the seconds it took.

    :raises RuntimeError: curl failed, or a file has not the length it should have.
    """
    folder.mkdir()
    (folder / "token").write_text(f"Authorization: Bearer {token}", "ascii")
    lines = [
        f'url = "{url}/v1/blobs/{sha256}"\noutput = "{folder / sha256}"' for sha256, _ in files
    ]
    (folder / "list").write_text("\n".join(lines), "utf-8")
    argv = [
        "curl", "--silent", "--show-error", "--fail", "--parallel", "--parallel-max",
        str(PARALLEL), "--header", f"@{folder / 'token'}", "--config", str(folder / "list"),
    ]  # fmt: skip
    begin = time.perf_counter()
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise RuntimeError(f"curl: {done.stderr.strip() or done.returncode}")
    if any((folder / sha256).stat().st_size != length for sha256, length in files):
        raise RuntimeError("curl left a file of another length")
    shutil.rmtree(folder)
    return seconds
