"""From one cached case to the next: the form on screen, and the first page of its first file.

The real program over a home with the demo cases, offscreen: F12 goes to the next case of the
queue, as an officer does. A case whose gravest finding concerns no file opens without one: there
the page is counted from the jump to its first module with a file, on top of its form.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.demo_home import CASES, DemoHome, demo_home
from bench.timing import Report, parser
from bench.watching import Painted, Stalls, rest, wait_for
from bench.window import Cockpit, focused, press_keys, unlocked

FORM_MS: Final = 80.0
PAGE_MS: Final = 150.0
_MOST: Final = 40
_READING: Final = 0.35
"""Seconds between two cases: nobody decides faster."""


@dataclass
class Times:
    """Milliseconds of each case; of a case without files only the form."""

    form: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = parser(__doc__, rounds=5)
    options.add_argument("--cases", type=int, default=CASES, help=f"default {CASES}")
    given = options.parse_args(argv)
    times = measure(demo_home(given.cases), given.rounds)
    report = Report(f"next cached case, {len(times.form)} times")
    report.compare("form painted", times.form, p95_at_most=FORM_MS)
    report.compare("first page painted", times.page, p95_at_most=PAGE_MS)
    report.compare("longest stall on the way", times.stalls)
    return report.finish(enforce=given.enforce)


class Watch:
    """Notes what the review page shows, and when."""

    def __init__(self, cockpit: Cockpit) -> None:
        self._review = cockpit.review
        self._form = Painted(self._review.sheet)
        self._shown = False
        self._pages: dict[str, float] = {}
        self._problem = False
        self._review.caseShown.connect(self._case_shown)
        self._review.scan_view.pagePainted.connect(self._page_painted)
        self._review.scan_view.problemShown.connect(self._problem_shown)

    def forget(self) -> None:
        """The next case is on its way."""
        self._shown = self._problem = False
        self._pages.clear()
        self._form.forget()

    def form_at(self) -> float:
        """When the form of the case was painted; 0 while it is not."""
        return self._form.at if self._shown else 0.0

    def has_file(self) -> bool:
        """Whether the place that is shown has a file."""
        return self._review.scan_view.source is not None

    def go_to_file(self) -> None:
        """Show the first module of the case that has a file."""
        review, case = self._review, self._review.case
        assert case is not None
        for module in case.profile.modules:
            if any(one.module_code == module.code for one in case.version.attachments):
                review.go_module(module.code)
                return

    def page_at(self) -> float:
        """When the first page of that file was painted; 0 while it is not."""
        source = self._review.scan_view.source
        return self._pages.get(source.key, 0.0) if source is not None else 0.0

    def settled(self) -> bool:
        """Whether its page, or what is wrong with it, is on screen."""
        return bool(self.page_at() or self._problem)

    def _case_shown(self, _app_id: str) -> None:
        self._shown = True
        self._form.forget()

    def _page_painted(self, key: str, _page: int) -> None:
        self._pages.setdefault(key, time.perf_counter())

    def _problem_shown(self, _code: str) -> None:
        self._problem = True


def measure(home: DemoHome, rounds: int) -> Times:
    """Go through the queue, and back in the next round."""
    times = Times()
    with unlocked(home.root, home.server, home.login, home.password) as cockpit:
        rest(1.0)
        watch = Watch(cockpit)
        cockpit.queue.open_current()
        wait_for("the first case", lambda: watch.form_at() and cockpit.review.neighbours)
        for number in range(rounds):
            _walk(cockpit, watch, times, forwards=number % 2 == 0)
    return times


def _walk(cockpit: Cockpit, watch: Watch, times: Times, *, forwards: bool) -> None:
    keys = "F12" if forwards else "Shift+F12"
    for _ in range(_MOST):
        rest(_READING)
        place = cockpit.review.neighbours
        if place is None or (place.next if forwards else place.previous) is None:
            return
        watch.forget()
        target = focused(cockpit.window)
        with Stalls() as stalls:
            begin = time.perf_counter()
            press_keys(target, keys)
            wait_for("the form", watch.form_at)
            times.form.append((watch.form_at() - begin) * 1000)
            if not watch.has_file():
                begin = time.perf_counter() - (watch.form_at() - begin)
                watch.go_to_file()
            if watch.has_file():
                wait_for("the page", watch.settled)
                if watch.page_at():
                    times.page.append((watch.page_at() - begin) * 1000)
        times.stalls.append(stalls.longest)


if __name__ == "__main__":
    sys.exit(main())
