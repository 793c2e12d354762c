"""What IT has set for everybody on this machine; the officer sees it locked (由管理员设定).

The file is ``policy.json`` in the machine's configuration folder, writable by administrators only:
``{"server_url": …, "export_allowed": …, "idle_lock_minutes": …, "quota_gib": …}``. An absent file
sets nothing. One that cannot be read is taken at its strictest and said.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Policy(BaseModel):
    """The settings; None leaves a choice to the officer."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    server_url: str | None = None
    export_allowed: bool = True
    idle_lock_minutes: int | None = Field(default=None, gt=0)
    quota_gib: int | None = Field(default=None, gt=0)
    damaged: bool = False


def policy_path() -> Path:
    """Where the file is looked for."""
    folder = platformdirs.site_config_path("TitleDesk", appauthor=False)
    return folder / "policy.json"


def load_policy(path: Path | None = None) -> Policy:
    """Read the settings of this machine."""
    path = path or policy_path()
    try:
        return Policy.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Policy()
    except (OSError, ValidationError):
        return Policy(export_allowed=False, damaged=True)
