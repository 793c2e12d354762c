"""From the start of the process to a window that takes keys, and to a filled queue.

Each start is a process of its own. The floor is an empty PySide6 window: interpreter, Qt, one
widget, one key. Ours first shows the sign-in window and takes a key, then is unlocked offline over
a home with the demo cases until the queue is on screen. The password is checked by argon2id, whose
cost is wanted; it is told in a line of its own.

Both run from compiled modules, as on every machine on which the program was started before: where
the environment keeps Python from writing them, they are written beside the fixtures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench import client
from bench.demo_home import CASES, DemoHome, demo_home
from bench.fixtures import ROOT, folder
from bench.timing import Report, interleave, parser

KEYS_RATIO: Final = 2.0
QUEUE_RATIO: Final = 5.0
_PATIENCE: Final = 120
_NOT_KEPT: Final = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"})


@dataclass
class Starts:
    """Milliseconds from the start of the process, for each start."""

    keys: list[float] = field(default_factory=list)
    queue: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    entering: list[float] = field(default_factory=list)
    """From the password to the queue, where everything was loaded while it was typed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = parser(__doc__, rounds=10)
    options.add_argument("--cases", type=int, default=CASES, help=f"default {CASES}")
    given = options.parse_args(argv)
    home = demo_home(given.cases)
    starts = measure(home, given.rounds)
    report = Report(f"start, {given.rounds} times each", floor="empty window")
    report.compare("sign-in window takes keys", starts.keys, starts.empty, ratio_at_most=KEYS_RATIO)
    name = "unlocked and queue filled"
    report.compare(name, starts.queue, starts.empty, ratio_at_most=QUEUE_RATIO)
    report.compare("from a password typed slowly to the queue", starts.entering)
    report.compare("of it: argon2id of the password", interleave(given.rounds, _unlock(home))[0])
    return report.finish(enforce=given.enforce)


def measure(home: DemoHome, rounds: int) -> Starts:
    """Start both in turns, one at a time; the first start of each only warms the disk's cache."""
    starts = Starts()
    for number in range(rounds + 1):
        empty = start("bench.start_empty")
        ours = start("bench.start_ours", home, "at-once")
        slow = start("bench.start_ours", home, "typing")
        if number == 0:
            continue
        starts.empty.append(empty["keys"])
        starts.keys += [ours["keys"], slow["keys"]]
        starts.queue.append(ours["queue"])
        starts.entering.append(slow["queue"] - slow["password"])
    return starts


def start(module: str, home: DemoHome | None = None, *more: str) -> dict[str, float]:
    """One process from start to end.

    :return: milliseconds from just before it was started to each mark it printed.
    """
    given = [str(home.root), home.server, home.login, *more] if home else []
    begin = time.time()
    done = subprocess.run(
        [sys.executable, "-c", f"from {module} import main; main()", *given],
        cwd=ROOT,
        env=_compiled(),
        input=home.password if home else "",
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr.strip()[-2000:]}")
    marks: dict[str, float] = json.loads(done.stdout)
    return {name: (at - begin) * 1000 for name, at in marks.items()}


def _compiled() -> dict[str, str]:
    """The environment of a start: modules are compiled once, away from the repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_KEPT}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder() / "compiled")}


def _unlock(home: DemoHome) -> Callable[[], object]:
    return lambda: client.check_password(home.root, home.server, home.login, home.password)


if __name__ == "__main__":
    sys.exit(main())
