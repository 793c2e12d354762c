"""pdftoppm and mutool drawing pages; what their start takes is measured aside and left out."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium

_Command = Callable[[str, int, int, int], list[str]]


def _pdftoppm(path: str, first: int, last: int, width: int) -> list[str]:
    pages = ["-f", str(first), "-l", str(last)]
    return ["pdftoppm", *pages, "-scale-to-x", str(width), "-scale-to-y", "-1", path]


def _mutool(path: str, first: int, last: int, width: int) -> list[str]:
    where = ["-F", "pam", "-o", "/dev/null"]
    return ["mutool", "draw", *where, "-w", str(width), path, f"{first}-{last}"]


_TOOLS: Final[dict[str, _Command]] = {"pdftoppm": _pdftoppm, "mutool": _mutool}


def present() -> list[str]:
    """Those that are installed."""
    return [name for name in _TOOLS if shutil.which(name)]


def measure(
    tool: str, path: Path, width: int, pages: int, thumbs: int, thumb_width: int
) -> dict[str, list[float]]:
    """Milliseconds, as ``bench.viewer_peers.measure`` tells them; a flip is a mean of all."""
    command = _TOOLS[tool]
    with tempfile.TemporaryDirectory() as folder:
        start = _taken(command(str(_tiny(Path(folder))), 1, 1, 10))
    one = _taken(command(str(path), 1, 1, width))
    flips, small = [], []
    if pages > 1:
        flips = [(_taken(command(str(path), 1, pages, width)) - one) / (pages - 1)]
    if thumbs:
        small = [_taken(command(str(path), 1, thumbs, thumb_width)) - start]
    return {"first": [one - start], "flip": flips, "thumbs": small}


def _taken(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begin) * 1000


def _tiny(folder: Path) -> Path:
    path = folder / "tiny.pdf"
    document = pdfium.PdfDocument.new()
    document.new_page(10, 10)
    document.save(str(path))
    document.close()
    return path
