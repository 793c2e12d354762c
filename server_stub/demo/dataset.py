"""``python -m server_stub.demo.dataset --out DIR``: the demo set as an import folder.

Documented in docs/demo-data.md, the folder's format in docs/import-format.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from server_stub.demo.cases.manifest import write
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.plan import WHOLE, plan
from server_stub.demo.cases.waiting import waiting_cases
from server_stub.demo.fonts import FontMissingError
from server_stub.demo.seals import SealKey

_FEW = 8
"""So few applications are drawn sooner here than another process starts."""
_MOST_WORKERS = 4


def build(
    folder: Path,
    *,
    applications: int = WHOLE,
    waiting: bool = False,
    keys: Mapping[str, SealKey] | None = None,
    seed: int = 1,
    now: datetime | None = None,
    workers: int | None = None,
    cache: Path | None = None,
) -> None:
    """Write offices, accounts and applications with their files into an empty folder.

    :param applications: how many; the first of a larger set are those of a smaller one. From 60
        on one of them has a file of almost 45 MB.
    :param waiting: those that wait for their seal too, see :mod:`server_stub.demo.cases.waiting`.
    :param keys: what is known of the keys of seals, see :func:`server_stub.demo.seals.make`.
    :param now: what dates and deadlines are relative to, aware; the present where it is left out.
    :param workers: processes that draw; the files do not depend on it.
    :param cache: a folder where drawn documents are remembered for the next time.
    :raises FileExistsError: the folder is not empty.
    :raises ValueError: a number of applications out of range, or a time without zone.
    :raises FontMissingError: the typeface of the documents is not installed.
    """
    moments = Moments(now or datetime.now(UTC))
    if moments.now.tzinfo is None:
        raise ValueError("now needs a time zone")
    planned = plan(applications) + (waiting_cases() if waiting else [])
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    if workers is None:
        workers = 1 if applications <= _FEW else min(_MOST_WORKERS, os.cpu_count() or 1)
    write(folder, planned, seed, moments, workers=workers, cache=cache, keys=keys or {})


def main(arguments: list[str] | None = None) -> int:
    """Write the set; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m server_stub.demo.dataset", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="an empty folder, or a new one")
    parser.add_argument("--applications", type=int, default=WHOLE)
    parser.add_argument("--waiting", action="store_true", help="and those that wait for a seal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="remember drawn documents in this folder")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    try:
        build(
            options.out,
            applications=options.applications,
            waiting=options.waiting,
            seed=options.seed,
            cache=options.cache,
        )
    except (FontMissingError, FileExistsError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    written = [path for path in options.out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written) / 1024**2
    seconds = time.monotonic() - start
    sys.stdout.write(f"{len(written)} files, {size:.0f} MB, {seconds:.1f} s: {options.out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
