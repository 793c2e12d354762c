"""What is wrong with a registry file: each bad row with its column and why."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RowProblem:
    """One place. ``row`` counts as the file does, from 1; ``column`` is empty for a whole row.

    ``code`` is one of the message catalogue, ``params`` fill it. Values are not repeated where
    they are personal data.
    """

    row: int
    column: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


class RegistryRefusedError(ValueError):
    """A registry file that was not taken in, with everything that is wrong with it."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems
