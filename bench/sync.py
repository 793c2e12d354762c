"""Sync of 2,000 applications and 4,000 files, 1 GB, over loopback, beside curl.

A new home each round: pull all documents, then fetch all attachments with hashing, encryption and
everything else the client does. The floor is curl, which writes the same bytes to plain files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.sync.events import Event
from bench import client, curl
from bench.office import LOGIN, Office, office
from bench.server import PASSWORD, access_token, serving
from bench.timing import Line, Report, parser, percentile

SHARE_OF_CURL: Final = 0.6
_PATIENCE: Final = 1_800.0
_MB: Final = 1_000_000


@dataclass
class Times:
    """Seconds of each round."""

    pull: list[float] = field(default_factory=list)
    attachments: list[float] = field(default_factory=list)
    curl: list[float] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = parser(__doc__, rounds=5)
    options.add_argument("--cases", type=int, default=2_000, help="default 2,000, two files each")
    options.add_argument("--megabytes", type=int, default=1_000, help="default 1,000")
    given = options.parse_args(argv)
    if not curl.available():
        options.error("this measurement needs curl")
    source = office(given.cases, given.megabytes)
    with (
        serving(source.data) as url,
        tempfile.TemporaryDirectory(prefix="titledesk-bench-") as scratch,
    ):
        times = measure(source, url, Path(scratch), given.rounds)
    return report(source, times).finish(enforce=given.enforce)


def measure(source: Office, url: str, scratch: Path, rounds: int) -> Times:
    """Client and curl in turns, each first every other time; both into empty folders."""
    times = Times()
    for number in range(rounds):
        token = access_token(url, LOGIN)
        if number % 2:
            times.curl.append(curl.fetch(url, token, source.files, scratch / "curl"))
        _client(source, url, scratch / "client", times)
        if not number % 2:
            times.curl.append(curl.fetch(url, token, source.files, scratch / "curl"))
    return times


def report(source: Office, times: Times) -> Report:
    """The table: throughputs, and their ratios round by round."""
    table = Report(
        f"sync of {source.cases:,} applications and {len(source.files):,} files,"
        f" {source.bytes / _MB:,.0f} MB, over loopback",
        floor="curl",
    )
    table.add(_rate("documents pulled", [source.cases / one for one in times.pull], "docs/s"))
    ours = [source.bytes / _MB / one for one in times.attachments]
    floor = [source.bytes / _MB / one for one in times.curl]
    ratio = percentile([mine / other for mine, other in zip(ours, floor, strict=True)], 0.5)
    table.add(
        Line(
            "attachments, hashed and sealed",
            percentile(ours, 0.5),
            percentile(ours, 0.05),
            percentile(floor, 0.5),
            ratio,
            f"ratio ≥ {SHARE_OF_CURL:g}",
            ratio >= SHARE_OF_CURL,
            unit="MB/s",
        )
    )
    table.add(_rate("files", [len(source.files) / one for one in times.attachments], "files/s"))
    table.notes.append("the p95 of a rate is what 95 of 100 rounds exceed")
    return table


def _rate(name: str, rates: list[float], unit: str) -> Line:
    return Line(name, percentile(rates, 0.5), percentile(rates, 0.05), unit=unit)


def _client(source: Office, url: str, root: Path, times: Times) -> None:
    """One round of ours in a new home, which is removed again."""
    with client.enter(root, url, LOGIN, PASSWORD) as workspace:
        engine = workspace.start_sync(_ignore, auto=False)
        begin = time.perf_counter()
        engine.sync_once().result(_PATIENCE)
        times.pull.append(time.perf_counter() - begin)
        app_ids = workspace.queries.queue_ids(QueueFilter(view="all"))
        begin = time.perf_counter()
        engine.download(app_ids)
        engine.downloads_done().result(_PATIENCE)
        times.attachments.append(time.perf_counter() - begin)
        _check(source, workspace, app_ids)
    shutil.rmtree(root)


def _check(source: Office, workspace: Workspace, app_ids: list[str]) -> None:
    """A fast client that left something behind is no fast client."""
    missing = workspace.cache.estimate(app_ids)
    if len(app_ids) != source.cases or missing.files:
        raise RuntimeError(f"{len(app_ids)} cases came, {missing.files} files are missing")


def _ignore(event: Event) -> None:
    del event


if __name__ == "__main__":
    sys.exit(main())
