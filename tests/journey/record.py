"""Steps: what was done, how long it took, what was checked, and the picture of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Step:
    """One step of the journey as it stands in ``journey.json``."""

    name: str
    seconds: float = 0.0
    picture: str = ""
    checks: list[dict[str, object]] = field(default_factory=list)
    ok: bool = False

    def check(self, what: str, holds: bool, seen: object = None) -> None:
        """Note a check; the step fails with the first that does not hold."""
        self.checks.append({"what": what, "ok": bool(holds), "seen": _plain(seen)})
        if not holds:
            raise StepError(f"{self.name}: {what}; seen: {seen!r}")


class StepError(AssertionError):
    """A check of a step does not hold."""


class Record:
    """Appends steps to a file of JSON lines as they end, so that a killed act leaves its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time a step and note how it ended."""
        step = Step(name)
        begun = time.perf_counter()
        try:
            yield step
            step.ok = all(bool(check["ok"]) for check in step.checks)
        finally:
            step.seconds = round(time.perf_counter() - begun, 3)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")

    def steps(self) -> list[dict[str, object]]:
        """All steps so far."""
        if not self._path.exists():
            return []
        return [json.loads(line) for line in self._path.read_text("utf-8").splitlines()]


def _plain(value: object) -> object:
    return (
        value if isinstance(value, (str, int, float, bool, type(None), list, dict)) else str(value)
    )
