"""A mutant in a process of its own: for code that runs on import or while tests are collected.

Started as `python -m tools.mutation.alone`; reads `{"path": …, "source": …}` from standard input
and exits 0 where all tests pass and 1 where one does not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

import pytest

from tools.devenv.places import ROOT, environment
from tools.mutation.forked import OutOfTimeError
from tools.mutation.scope import TESTS, choose, module_of

ARGUMENTS = ["-q", "-x", "-s", "--no-header", "--no-summary", "-p", "no:cacheprovider"]


def survives(path: Path, source: str, seconds: float) -> bool:
    """Run the tests of a file against a changed source of it; return whether all pass.

    Raises:
        OutOfTimeError: they were not done after so many seconds.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tools.mutation.alone"],
            cwd=ROOT,
            env=environment(),
            input=json.dumps({"path": str(path), "source": source}),
            text=True,
            encoding="utf-8",
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OutOfTimeError from None
    return done.returncode == 0


class _Changed(MetaPathFinder, Loader):
    """Imports one module from a text, past any byte code that is kept; leaves the others alone."""

    def __init__(self, path: Path, source: str) -> None:
        self._path, self._source, self._module = path, source, module_of(path)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None
        spec.loader = self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        code = compile(self._source, str(self._path), "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102


class _Chosen:
    """Keeps the tests of the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = choose(self._path, items)


def main() -> int:
    """Run the tests against the source that standard input gives."""
    told = json.load(sys.stdin)
    path = Path(told["path"])
    sys.meta_path.insert(0, _Changed(path, told["source"]))
    return int(pytest.main([*ARGUMENTS, TESTS], plugins=[_Chosen(path)]) != pytest.ExitCode.OK)


if __name__ == "__main__":
    sys.exit(main())
