"""What can be wrong with a rule pack: the place, and a code with parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""Keys and list positions from the top of the file."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``code`` is that of the message catalogue without ``pack.``."""

    path: Place
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The place as an author reads it: ``modules[2].slots[0].required_when.field``."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
        return text

    def __str__(self) -> str:
        """For logs; people read the catalogue's words."""
        given = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.where or '(file)'}: {self.code}" + (f" ({given})" if given else "")


class ProfileError(ValueError):
    """A rule pack that cannot be used. ``file`` is its name where it was read from one."""

    def __init__(self, problems: Sequence[Problem], file: str = "") -> None:
        super().__init__(": ".join(filter(None, (file, "; ".join(map(str, problems))))))
        self.problems = list(problems)
        self.file = file
