"""What is wrong with a folder, by file and field."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class ImportProblem:
    """One thing that is wrong. ``code`` is a key of the message catalogue.

    ``file`` is relative to the folder; ``field`` the place in the manifest, for instance
    ``applications[3].version.attachments[0].path``.
    """

    file: str
    field: str
    code: str
    params: dict[str, str] = dataclasses.field(default_factory=dict)


class ImportRefusedError(ValueError):
    """The folder was not imported; nothing of it was. ``problems`` names every reason."""

    def __init__(self, problems: list[ImportProblem]) -> None:
        super().__init__("; ".join(f"{p.file}: {p.field}: {p.code}" for p in problems))
        self.problems = problems
