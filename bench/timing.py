"""Measuring side by side: what is ours and its floor take turns, and ratios are what counts.

Machines are shared and change their clock, so a time alone says little. Both sides of a comparison
run alternately, within the same seconds; a line of the table holds the median and the 95th
percentile of ours, the median of the floor and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import gc
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

MIN_ROUNDS: Final = 5
_NUMBERS: Final = range(1, 6)

Timer = Callable[[Callable[[], object]], float]
Series = tuple[list[float], ...]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0..1) of ``values`` lie, by linear interpolation.

    :raises ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def milliseconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    run()
    return (time.perf_counter() - begin) * 1000


def interleave(rounds: int, *runs: Callable[[], object], timer: Timer | None = None) -> Series:
    """Run all ``rounds`` times, in turns; each round begins with another one.

    :param timer: measures one run; by default the wall clock in milliseconds.
    :return: for each run its times, in the order measured.
    """
    timer = timer or milliseconds
    taken: Series = tuple([] for _ in runs)
    gc.collect()
    for number in range(rounds):
        for step in range(len(runs)):
            place = (number + step) % len(runs)
            taken[place].append(timer(runs[place]))
    return taken


@dataclass(frozen=True)
class Line:
    """One measurement: ours in ``unit``, the floor's where there is one, and what is wanted.

    Attributes:
        ratio: ours by the floor.
        target: in words; empty for what is told for information only.
        reached: whether the target was met; None where there is none.
        aside: a third figure, told for information only.
        enforced: whether a miss counts; an absolute time depends on the machine.
    """

    name: str
    median: float
    p95: float | None = None
    floor: float | None = None
    ratio: float | None = None
    target: str = ""
    reached: bool | None = None
    unit: str = "ms"
    aside: float | None = None
    enforced: bool = True

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the table."""
        verdict = {True: "reached", False: "MISSED", None: ""}[self.reached]
        return (
            self.name,
            _number(self.median, self.unit),
            _number(self.p95, self.unit),
            _number(self.floor, self.unit),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            _number(self.aside, self.unit),
            self.target,
            verdict,
        )


@dataclass
class Report:
    """The table of one benchmark; ``floor`` and ``aside`` head their columns."""

    title: str
    floor: str = "floor"
    aside: str = ""
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def compare(
        self,
        name: str,
        ours: Sequence[float],
        floor: Sequence[float] | None = None,
        *,
        p95_at_most: float | None = None,
        ratio_at_most: float | None = None,
        aside: Sequence[float] | None = None,
    ) -> Line:
        """Add a line for times in milliseconds; at most one of the two targets."""
        p95, median = percentile(ours, 0.95), percentile(ours, 0.5)
        bottom = percentile(floor, 0.5) if floor else None
        ratio = median / bottom if bottom else None
        target, reached = "", None
        if p95_at_most is not None:
            target, reached = f"p95 ≤ {p95_at_most:g} ms", p95 <= p95_at_most
        elif ratio_at_most is not None and ratio is not None:
            target, reached = f"ratio ≤ {ratio_at_most:g}", ratio <= ratio_at_most
        third = percentile(aside, 0.5) if aside else None
        return self.add(Line(name, median, p95, bottom, ratio, target, reached, aside=third))

    def add(self, line: Line) -> Line:
        """Add a line made elsewhere."""
        self.lines.append(line)
        return line

    @property
    def missed(self) -> list[Line]:
        """The lines whose target was not met, though it is enforced."""
        return [line for line in self.lines if line.reached is False and line.enforced]

    def text(self) -> str:
        """The table, with its notes below."""
        headings = ("", "median", "p95", self.floor, "ratio", self.aside, "target", "")
        rows = [headings, *(line.cells for line in self.lines)]
        widths = [max(_width(row[column]) for row in rows) for column in range(len(headings))]
        body = ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
        return "\n".join([self.title, "", *body, *("· " + note for note in self.notes)])

    def finish(self, *, enforce: bool) -> int:
        """Print the table; the exit status is 1 only if ``enforce`` and a target was missed."""
        print(self.text(), flush=True)
        return 1 if enforce and self.missed else 0


def parser(description: str | None, rounds: int) -> argparse.ArgumentParser:
    """The options every benchmark has."""
    options = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    options.add_argument("--rounds", type=_rounds, default=rounds, help=f"default {rounds}")
    options.add_argument("--enforce", action="store_true", help="exit 1 when a target is missed")
    return options


def _rounds(text: str) -> int:
    number = int(text)
    if number < MIN_ROUNDS:
        raise argparse.ArgumentTypeError(f"at least {MIN_ROUNDS}")
    return number


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f} {unit}"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Words to the left, numbers to the right."""
    return [
        " " * (width - _width(text)) + text if column in _NUMBERS else _padded(text, width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns on a terminal; wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
