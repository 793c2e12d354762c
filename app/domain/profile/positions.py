"""Where in a JSON text each value stands, so that an error can name the line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from app.domain.profile.problems import Place

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass
class Positions:
    """The line of each value, counted from 1, and the keys that an object has twice."""

    lines: dict[Place, int] = field(default_factory=dict)
    doubles: list[Place] = field(default_factory=list)

    def line(self, path: Place) -> int | None:
        """The line of a place; of the nearest one around it where the place itself is missing."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def positions(text: str) -> Positions:
    """Walk through a JSON text that was found to be well formed."""
    found = Positions()
    stack: list[_Level] = []
    for word, line in _words(text):
        level = stack[-1] if stack else None
        if word == ",":
            if level is not None:
                level.step()
        elif word in "}]":
            stack.pop()
        elif word == ":":
            continue
        elif level is not None and level.key is None:
            level.key = str(json.loads(word))
            place = level.place()
            if place in found.lines:
                found.doubles.append(place)
            found.lines[place] = line
        else:
            place = level.place() if level is not None else ()
            found.lines.setdefault(place, line)
            if word in "{[":
                stack.append(_Level(place, None if word == "{" else 0))
    return found


@dataclass
class _Level:
    """An object whose next key is ``key``, or a list at position ``key``."""

    path: Place
    key: str | int | None

    def place(self) -> Place:
        return self.path if self.key is None else (*self.path, self.key)

    def step(self) -> None:
        self.key = self.key + 1 if isinstance(self.key, int) else None


def _words(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    line, seen = 1, 0
    for match in _WORD.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        found.append((match.group(), line))
    return found
