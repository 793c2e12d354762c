"""The survivors that are accepted, each with why: `tools/mutation/accepted.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.devenv.places import DevError

LIST = Path(__file__).with_name("accepted.toml")
_KEYS = ("file", "function", "before", "after", "why")


@dataclass(frozen=True)
class Change:
    """What names a mutant however the lines around it move."""

    file: str
    function: str
    before: str
    after: str


def read_accepted(path: Path = LIST) -> dict[Change, str]:
    """Return why each change is accepted.

    Raises:
        DevError: an entry lacks a part, has an unknown or empty one, or stands there twice.
    """
    found: dict[Change, str] = {}
    for number, entry in enumerate(tomllib.loads(path.read_text("utf-8")).get("accepted", []), 1):
        blank = [key for key in _KEYS if key != "function" and not str(entry.get(key, "")).strip()]
        if blank or set(entry) != set(_KEYS):
            raise _wrong(path, number, f"{', '.join(_KEYS)}")
        change = Change(*(entry[key] for key in _KEYS[:-1]))
        if change in found:
            raise _wrong(path, number, "once")
        found[change] = entry["why"]
    return found


def _wrong(path: Path, number: int, wanted: str) -> DevError:
    return DevError(
        f"{path.name} 第 {number} 条不完整或重复（{wanted}）",
        f"{path.name}, entry {number} is incomplete or there twice ({wanted})",
    )
