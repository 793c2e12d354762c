"""The hunt: inside a pytest session, every mutant meets the tests that run its lines."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.devenv.places import ROOT, DevError
from tools.mutation import alone
from tools.mutation.accepted import Change
from tools.mutation.covering import Covered, first_failure, survey
from tools.mutation.forked import CrashError, OutOfTimeError, in_a_copy
from tools.mutation.mutants import Mutant, mutants_of
from tools.mutation.report import FileResult, Tried
from tools.mutation.results import Outcome, Session, digest
from tools.mutation.scope import TESTS, choose, module_of, name_of
from tools.mutation.swap import Live

SURVEY_SECONDS = 600.0
LEAST_SECONDS = 5.0
TIMES_SLOWER = 8.0
"""A mutant may take so many times what its tests take; then it counts as noticed (a time-out)."""


@dataclass(frozen=True)
class Wish:
    """What to try: these files, at most so many mutants each, not beyond a moment.

    `until` is a moment of `time.monotonic`.
    """

    files: Sequence[Path]
    sample: int | None = None
    seed: int = 0
    until: float = float("inf")


class Hunt:
    """A pytest plug-in that runs mutants where pytest would run the tests.

    `results` has a file's figures once it was looked at; `early` the lines of functions that ran
    while the tests were collected: their mutants that survive are tried once more, alone.
    """

    def __init__(self, wish: Wish, early: dict[str, set[int]]) -> None:
        self.results: list[FileResult] = []
        self.problem: DevError | None = None
        self._wish, self._early = wish, early
        self._texts = {path: path.read_text("utf-8") for path in wish.files}  # as they are imported
        self._tests = digest((ROOT / TESTS).rglob("*.py"))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants of every file; pytest runs nothing itself."""
        try:
            for path in self._wish.files:
                if time.monotonic() >= self._wish.until:
                    break
                self._file(path, session.items)
        except DevError as problem:
            self.problem = problem
        return True

    def _file(self, path: Path, all_items: list[pytest.Item]) -> None:
        name, text = name_of(path), self._texts[path]
        mutants = mutants_of(text)
        result = FileResult(name, len(mutants), {change_of(name, one) for one in mutants})
        self.results.append(result)
        if self._wish.sample is not None and self._wish.sample < len(mutants):
            chance = random.Random(f"{self._wish.seed}:{name}")  # noqa: S311
            picked = set(chance.sample([one.key for one in mutants], self._wish.sample))
            mutants = [one for one in mutants if one.key in picked]
        known = Session(name, text, self._tests)
        trial: _Trial | None = None
        for mutant in mutants:
            outcome = known.get(mutant.key)
            if outcome is None:
                if time.monotonic() >= self._wish.until:
                    continue
                trial = trial or _Trial(path, text, choose(path, all_items), self._early)
                outcome = trial.outcome(mutant)
                known.put(mutant.key, outcome)
            result.tried.append(Tried(mutant.line, change_of(name, mutant), outcome))
        counts = [f"{result.count(one)} {one}" for one in Outcome]
        print(f"{name}: {len(result.tried)} of {len(mutants)}: {', '.join(counts)}", flush=True)


class _Trial:
    """The tests of one file, and which of its lines each runs."""

    def __init__(
        self, path: Path, text: str, items: list[pytest.Item], early: dict[str, set[int]]
    ) -> None:
        self._path, self._items = path, items
        self._live = Live(module_of(path), text)
        self._early = early.get(str(path), set())
        self._noticed: Counter[int] = Counter()

        def look() -> list[tuple[int, list[int], float, bool]]:
            found = survey(items, str(path))
            return [(one.number, sorted(one.lines), one.seconds, one.passed) for one in found]

        answer = in_a_copy(look, SURVEY_SECONDS)
        self._covered = [Covered(n, frozenset(ran), s, passed) for n, ran, s, passed in answer]
        failed = [items[one.number].nodeid for one in self._covered if not one.passed]
        if failed:
            raise DevError(
                f"未变异时测试就没有通过：{failed[0]}",
                f"a test fails without any mutant: {', '.join(failed[:3])}",
            )

    def outcome(self, mutant: Mutant) -> Outcome:
        """Try one mutant."""
        lines = range(mutant.spot.lines[0], mutant.spot.lines[1] + 1)
        covering = [one for one in self._covered if not one.lines.isdisjoint(lines)]
        covering.sort(key=lambda one: (-self._noticed[one.number], one.seconds))
        on_import = not mutant.spot.function or not self._early.isdisjoint(lines)
        try:
            if covering and self._fails(mutant, covering):
                return Outcome.KILLED
            if on_import and not alone.survives(self._path, mutant.source, SURVEY_SECONDS):
                return Outcome.KILLED
        except OutOfTimeError:
            return Outcome.TIMEOUT
        return Outcome.SURVIVED

    def _fails(self, mutant: Mutant, covering: list[Covered]) -> bool:
        """Whether a test notices the mutant in the place of the code that runs."""
        items = [self._items[one.number] for one in covering]

        def try_it() -> int | None:
            return first_failure(items) if self._live.become(mutant.source) else None

        limit = max(LEAST_SECONDS, TIMES_SLOWER * sum(one.seconds for one in covering))
        try:
            place = in_a_copy(try_it, limit)
        except CrashError:
            return True
        if place is not None:
            self._noticed[covering[place].number] += 1
        return place is not None


def change_of(file: str, mutant: Mutant) -> Change:
    """Return what the list of accepted survivors calls this mutant."""
    return Change(file, mutant.spot.function, mutant.before, mutant.after)
