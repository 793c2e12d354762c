"""Other viewers' libraries, in an environment of their own that is made when it is first needed.

They are measured beside ours and are no part of the product: PyMuPDF is under the AGPL, and QtPdf
belongs to the add-ons of Qt that are not shipped.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from bench.fixtures import Recipe, kept
from tools.devenv.places import script

_MADE_OF = ("bench/peers_venv.py",)


def peers_python() -> Path | None:
    """The interpreter that has them; None where they cannot be installed."""
    try:
        folder = kept(Recipe("viewer-peers", _MADE_OF), _build)
    except (OSError, subprocess.SubprocessError) as problem:
        print(f"peers cannot be installed: {problem}", file=sys.stderr)
        return None
    return script(folder / "venv", "python")


def _build(folder: Path) -> None:
    """Not movable: the folder is renamed afterwards, so the interpreter is called by its path."""
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    series = ".".join(version("PySide6-Essentials").split(".")[:2])
    wanted = ["pymupdf", f"PySide6-Addons=={series}.*"]
    pip = [str(script(venv, "python")), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
    for one in wanted:  # each for itself: one that is missing is told as absent
        subprocess.run([*pip, one], check=False, capture_output=True)
