"""Noticing that a database came back from an older copy (design §3).

Beside the database lies ``epoch.json`` with the epoch and the newest revision ever committed. A
database that knows less than the file remembers is an older copy: it gets a new epoch, and its
sequence goes on above everything handed out before.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class EpochMark:
    """The content of ``epoch.json``."""

    epoch: str
    high_water: int


def new_epoch() -> str:
    """A name that no earlier epoch had."""
    return uuid.uuid4().hex


class EpochFile:
    """The side file. Written after each commit, so it is never ahead of the database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> EpochMark | None:
        """What the file says; None where there is none or it is not legible."""
        try:
            content = json.loads(self._path.read_text("utf-8"))
            return EpochMark(str(content["epoch"]), int(content["high_water"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, mark: EpochMark) -> None:
        """Replace the file in one step."""
        beside = self._path.with_suffix(".tmp")
        beside.write_text(
            json.dumps({"epoch": mark.epoch, "high_water": mark.high_water}), encoding="utf-8"
        )
        os.replace(beside, self._path)  # noqa: PTH105 - one call, on every commit
