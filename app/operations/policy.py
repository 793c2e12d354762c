"""What IT has set for everybody on this machine; the officer sees it locked (由管理员设定).

The file is ``policy.json`` in the machine's configuration folder, writable by administrators only:
``{"server_url": …, "export_allowed": …, "idle_lock_minutes": …, "quota_gib": …,
"pin_idle_minutes": …}``. An absent file sets nothing. One that cannot be read is taken at its
strictest and said.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

PIN_IDLE_MINUTES: Final = 10


@dataclass(frozen=True)
class Policy:
    """The settings; None leaves a choice to the officer."""

    server_url: str | None = None
    export_allowed: bool = True
    idle_lock_minutes: int | None = None
    quota_gib: int | None = None
    pin_idle_minutes: int | None = None
    damaged: bool = False

    def __post_init__(self) -> None:
        """:raises ValueError: a length of nothing."""
        if any(number is not None and number <= 0 for number in self._numbers()):
            raise ValueError("a number that is not positive")

    def _numbers(self) -> tuple[int | None, ...]:
        return self.idle_lock_minutes, self.quota_gib, self.pin_idle_minutes


def pin_idle_minutes(policy: Policy) -> int:
    """Minutes without a touch after which the PIN of a seal has to be given again."""
    return policy.pin_idle_minutes or PIN_IDLE_MINUTES


def policy_path() -> Path:
    """Where the file is looked for."""
    folder = platformdirs.site_config_path("TitleDesk", appauthor=False)
    return folder / "policy.json"


def load_policy(path: Path | None = None) -> Policy:
    """Read the settings of this machine."""
    path = path or policy_path()
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return Policy()
    except OSError:
        return Policy(export_allowed=False, damaged=True)
    from pydantic import TypeAdapter, ValidationError  # slow to load, and most machines have none

    try:
        return TypeAdapter(Policy).validate_json(body)
    except ValidationError:
        return Policy(export_allowed=False, damaged=True)
