"""Why something is not possible."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """A code of the message catalogue with its parameters."""

    code: str
    params: dict[str, str] = field(default_factory=dict)
