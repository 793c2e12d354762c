"""`dev.py lock`: every requirement with version and hashes, for all systems, from no named place.

See docs/decisions/0003-lock-and-dev-py.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.devenv.places import LOCK, MUTATION_LOCK, ROOT, run, venv_python

EXTRAS = ("client", "server", "dev")
"""The extras that every environment has; `mutation` is installed on demand."""


def compile_lock(arguments: Sequence[str] = ()) -> int:
    """Write `requirements/*.txt` anew; versions stay unless `arguments` say `--upgrade`."""
    extras = [part for name in EXTRAS for part in ("--extra", name)]
    status = _compile(LOCK, [*extras, *arguments])
    beside = ["--extra", "mutation", "--constraints", LOCK.relative_to(ROOT).as_posix()]
    return status or _compile(MUTATION_LOCK, [*beside, *arguments])


def _compile(target: Path, arguments: Sequence[str]) -> int:
    return run([
        venv_python(), "-m", "uv", "pip", "compile", "pyproject.toml",
        "--universal", "--python-version", "3.11",
        "--generate-hashes",
        "--custom-compile-command", "python3 dev.py lock",
        "--quiet", "--output-file", target.relative_to(ROOT).as_posix(),
        *arguments,
    ])  # fmt: skip
