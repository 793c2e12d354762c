"""What is printed in the end: a row for each file, and each survivor with its change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tools.mutation.accepted import Change
from tools.mutation.results import Outcome

LIMIT = 0.10
"""The share of survivors from which on the run has failed."""


@dataclass(frozen=True)
class Tried:
    """A mutant and what became of it."""

    line: int
    change: Change
    outcome: Outcome


@dataclass
class FileResult:
    """The mutants of one file: how many there are, and those that were tried."""

    file: str
    mutants: int
    changes: Collection[Change] = ()
    tried: list[Tried] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """How many ended like this."""
        return sum(one.outcome is outcome for one in self.tried)

    @property
    def share(self) -> float:
        """The share of survivors among those that were tried; accepted ones count."""
        return self.count(Outcome.SURVIVED) / len(self.tried) if self.tried else 0.0


def stale(results: Sequence[FileResult], accepted: Mapping[Change, str]) -> list[str]:
    """Say which entries are needless: the change cannot be made any more, or a test notices it.

    Only entries about files that were looked at are judged.
    """
    found: list[str] = []
    for result in results:
        survived = {one.change for one in result.tried if one.outcome is Outcome.SURVIVED}
        noticed = {one.change for one in result.tried} - survived
        for entry in accepted:
            if entry.file != result.file:
                continue
            if entry not in result.changes:
                found.append(f"{entry.file} {entry.function}: {entry.after}: no such mutant")
            elif entry in noticed:
                found.append(f"{entry.file} {entry.function}: {entry.after}: a test notices it")
    return found


def table(results: Sequence[FileResult]) -> list[str]:
    """The rows, as Markdown."""
    rows = [
        "| file | mutants | tried | killed | time limit | survived | survived % |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    total = FileResult("all", sum(one.mutants for one in results))
    total.tried = [one for result in results for one in result.tried]
    for one in (*results, total):
        counts = (one.count(outcome) for outcome in
                  (Outcome.KILLED, Outcome.TIMEOUT, Outcome.SURVIVED))  # fmt: skip
        cells = (one.file, one.mutants, len(one.tried), *counts, f"{one.share:.1%}")
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows


def survivors(results: Sequence[FileResult], accepted: Mapping[Change, str]) -> list[str]:
    """Each survivor: where, the line as it is and as it was changed, and why if accepted."""
    lines: list[str] = []
    for result in results:
        for one in result.tried:
            if one.outcome is Outcome.SURVIVED:
                why = accepted.get(one.change)
                mark = f"accepted: {why}" if why else "SURVIVED"
                lines += [
                    f"{result.file}:{one.line} {one.change.function or '(on import)'}  {mark}",
                    f"    - {one.change.before}",
                    f"    + {one.change.after}",
                ]
    return lines


def verdict(results: Sequence[FileResult], accepted: Mapping[Change, str]) -> int:
    """The exit status: 1 where a tenth or more survive, or an accepted entry is stale."""
    tried = [one for result in results for one in result.tried]
    survived = sum(one.outcome is Outcome.SURVIVED for one in tried)
    return int(survived >= LIMIT * max(len(tried), 1) or bool(stale(results, accepted)))
