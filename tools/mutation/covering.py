"""Which tests run which lines of a file, so that a mutant meets only those that can notice it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol


@dataclass(frozen=True)
class Covered:
    """What running one test showed: the lines of the file it ran, and how long it took."""

    number: int
    lines: frozenset[int]
    seconds: float
    passed: bool


@contextmanager
def lines_run(files: Sequence[str]) -> Iterator[dict[str, set[int]]]:
    """Collect the lines of functions of `files` (absolute paths) that run meanwhile."""
    found: dict[str, set[int]] = {name: set() for name in files}

    def on_call(frame: FrameType, _event: str, _argument: Any) -> Any:
        lines = found.get(frame.f_code.co_filename)
        if lines is None or frame.f_code.co_name == "<module>":
            return None

        def on_line(inner: FrameType, _event: str, _argument: Any) -> Any:
            lines.add(inner.f_lineno)
            return on_line

        lines.add(frame.f_lineno)
        return on_line

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        yield found
    finally:
        sys.settrace(before)


def run_one(items: Sequence[pytest.Item], place: int) -> bool:
    """Run a test with its fixtures; return whether it passed (or was skipped)."""
    following = items[place + 1] if place + 1 < len(items) else None
    reports = runtestprotocol(items[place], log=False, nextitem=following)
    return not any(report.failed for report in reports)


def survey(items: Sequence[pytest.Item], file: str) -> list[Covered]:
    """Run every test and see which lines of `file` it runs."""
    found = []
    for number in range(len(items)):
        started = time.perf_counter()
        with lines_run([file]) as lines:
            passed = run_one(items, number)
        seconds = time.perf_counter() - started
        found.append(Covered(number, frozenset(lines[file]), seconds, passed))
    return found


def first_failure(items: Sequence[pytest.Item]) -> int | None:
    """Run tests until one fails; return its place, or None where all pass."""
    return next((place for place in range(len(items)) if not run_one(items, place)), None)
