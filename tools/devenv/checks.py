"""`dev.py test` and `dev.py lint`: every check runs, even after one has failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tools.devenv.places import ROOT, VENV, environment, script, venv_python


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended: its name, seconds, exit status and closing line."""

    name: str
    seconds: float
    status: int
    closing: str


def lint_steps() -> list[tuple[str, list[str]]]:
    """Return the checks that read the source and run none of it."""
    module = [venv_python(), "-m"]
    return [
        ("ruff check", [*module, "ruff", "check", "."]),
        ("ruff format", [*module, "ruff", "format", "--check", "."]),
        ("mypy", [*module, "mypy"]),
        ("layers", [str(script(VENV, "lint-imports")), "--no-logo"]),
    ]


_PARALLEL = (
    "-n", str(min(4, (os.cpu_count() or 1) + 1)), "--dist", "loadfile", "--no-loadscope-reorder",
)  # fmt: skip
"""One process more than cores, for tests wait as well, each with whole files; four at most. In the
order of the tree: by the number of their tests the longest files would come last and alone."""


def pytest_step(*, full: bool, arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the check that runs the tests; `arguments` go to pytest as they are."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    long_ones = ["--full"] if full else []
    given = [*colour, *long_ones, *_PARALLEL, *arguments]
    return "pytest", [venv_python(), "-m", "pytest", *given]


def compiling_step() -> list[str]:
    """Return what compiles all that the tests load, once for the processes that run them."""
    return [venv_python(), "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist"]


def run_steps(steps: Sequence[tuple[str, list[str]]], beside: Sequence[str] = ()) -> int:
    """Run every step, print one line for each, then the closing line of the last one.

    `beside` runs silently beside all steps but the last, which waits for it; how it ends says
    nothing. Returns 0 if all passed, else 1.
    """
    *before, last = steps
    with _silent(beside):
        outcomes = [_run(name, command) for name, command in before]
    outcomes.append(_run(*last))
    print("\n" + "-" * 60)
    for outcome in outcomes:
        word = "ok" if outcome.status == 0 else f"FAILED (exit {outcome.status})"
        print(f"{outcome.name:<14}{outcome.seconds:>8.1f} s   {word}")
    print(outcomes[-1].closing, flush=True)
    return int(any(outcome.status for outcome in outcomes))


@contextmanager
def _silent(command: Sequence[str]) -> Iterator[None]:
    if not command:
        yield
        return
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=nowhere, stdout=nowhere, stderr=nowhere
    ) as process:
        yield
        process.wait()


def _run(name: str, command: Sequence[str]) -> Outcome:
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        tail = _copy(process.stdout.fileno())
    closing = tail.decode("utf-8", "replace").rstrip().rpartition("\n")[2].strip()
    return Outcome(name, time.monotonic() - started, process.returncode, closing)


def _copy(source: int) -> bytes:
    """Pass a child's output on as it comes, dots of progress too; return its last 4 KiB."""
    tail = b""
    while chunk := os.read(source, 65536):
        sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        tail = (tail + chunk)[-4096:]
    return tail
