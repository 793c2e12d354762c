"""`python -m tools.mutation [PATH …]`: what `dev.py mutate` starts."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import pytest

from tools.devenv.places import DevError
from tools.mutation.accepted import read_accepted
from tools.mutation.covering import lines_run
from tools.mutation.hunt import Hunt, Wish
from tools.mutation.report import stale, survivors, table, verdict
from tools.mutation.scope import TESTS, files_of

ARGUMENTS = ["-q", "-s", "--no-header", "--no-summary", "-p", "no:cacheprovider", "--capture=no"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt mutants, print what became of them, and return the exit status."""
    options = _parser().parse_args(arguments)
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    try:
        accepted = read_accepted()
        wish = Wish(files_of(options.paths), options.sample, options.seed, until)
        with lines_run([str(path) for path in wish.files]) as early:
            hunt = Hunt(wish, early)
            status = pytest.main([*ARGUMENTS, TESTS], plugins=[hunt, _Untraced()])
        if hunt.problem:
            raise hunt.problem
    except DevError as problem:
        print(problem, file=sys.stderr)
        return 3
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return 3
    for line in (*survivors(hunt.results, accepted), "", *table(hunt.results)):
        print(line)
    for line in stale(hunt.results, accepted):
        print(f"stale entry in accepted.toml: {line}")
    return verdict(hunt.results, accepted)


class _Untraced:
    """Ends the tracing of what runs while tests are collected."""

    def pytest_collection_finish(self) -> None:
        sys.settrace(None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py mutate", allow_abbrev=False)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders of the domain")
    parser.add_argument("--minutes", type=float, metavar="N", help="start no mutant after that")
    parser.add_argument("--sample", type=int, metavar="N", help="at most N mutants of each file")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which ones (default: 0)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
