"""What became of the mutants: kept in `out/mutation`, so that a run can go on where it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.devenv.places import ROOT

FOLDER = ROOT / "out" / "mutation"


class Outcome(StrEnum):
    """How it ended for a mutant; only SURVIVED is bad."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"


@dataclass(frozen=True)
class _Line:
    key: str
    outcome: Outcome
    tests: str


class Session:
    """The outcomes of one file's mutants.

    They count for one version of the file. A survivor is tried again when the tests have changed;
    one that was killed stays so.

    :param name: the file, from the root of the checkout.
    :param source: the text of the file.
    :param tests: the digest of the tests, see :func:`digest`.
    """

    def __init__(self, name: str, source: str, tests: str, folder: Path = FOLDER) -> None:
        version = hashlib.sha256(source.encode()).hexdigest()
        self._path = folder / f"{name.replace('/', '.')}.jsonl"
        self._tests = tests
        self._outcomes: dict[str, Outcome] = {}
        lines = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        if lines[:1] != [version]:
            folder.mkdir(parents=True, exist_ok=True)
            self._path.write_text(version + "\n", "utf-8")
            return
        for line in (_Line(**json.loads(text)) for text in lines[1:]):
            self._outcomes.pop(line.key, None)
            if line.outcome != Outcome.SURVIVED or line.tests == tests:
                self._outcomes[line.key] = Outcome(line.outcome)

    def get(self, key: str) -> Outcome | None:
        """What is known of a mutant."""
        return self._outcomes.get(key)

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep what became of a mutant, at once."""
        self._outcomes[key] = outcome
        line = {"key": key, "outcome": outcome, "tests": self._tests}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def digest(paths: Iterable[Path]) -> str:
    """Return a digest of the contents of files."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()
