"""Paths of the checkout, and how a program of ours is started in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "lock.txt"
MUTATION_LOCK = ROOT / "requirements" / "mutation.txt"
VENV = ROOT / ".venv"


class DevError(Exception):
    """Something the person at the keyboard can mend; the text says how, in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def script(venv: Path, name: str) -> Path:
    """Return the path of the program `name` in the virtual environment `venv`."""
    if sys.platform == "win32":
        return venv / "Scripts" / f"{name}.exe"
    return venv / "bin" / name


def venv_python() -> str:
    """Return the interpreter of `.venv`."""
    return str(script(VENV, "python"))


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a child: UTF-8 whatever the code page, no foreign modules."""
    child = {**os.environ, "PYTHONUTF8": "1", **(extra or {})}
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        child.pop(name, None)
    return child


def run(command: Sequence[str], extra: Mapping[str, str] | None = None) -> int:
    """Run a program from the root of the checkout and return its exit status."""
    return subprocess.run(command, cwd=ROOT, env=environment(extra), check=False).returncode


def say(chinese: str, english: str) -> None:
    """Tell the person at the keyboard, in both languages, at once."""
    print(f"{chinese}  |  {english}", flush=True)
