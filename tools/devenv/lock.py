"""`dev.py lock`: every requirement with version and hashes, for all systems, from no named place.

See docs/decisions/0003-lock-and-dev-py.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.devenv.places import LOCK, ROOT, run, venv_python


def compile_lock(arguments: Sequence[str] = ()) -> int:
    """Write `requirements/lock.txt` anew; versions stay unless `arguments` say `--upgrade`."""
    return run([
        venv_python(), "-m", "uv", "pip", "compile", "pyproject.toml",
        "--all-extras", "--universal", "--python-version", "3.11",
        "--generate-hashes",
        "--custom-compile-command", "python3 dev.py lock",
        "--quiet", "--output-file", LOCK.relative_to(ROOT).as_posix(),
        *arguments,
    ])  # fmt: skip
