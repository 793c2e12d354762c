"""``titledesk-server profile check FILE``: what is wrong with a rule pack, for who wrote it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.domain.checks import read_profile
from app.domain.profile import Positions, ProfileError, positions, profile_sha256
from app.protocol.messages import message


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the server."""
    profile = commands.add_parser("profile", help="rule packs, see docs/profiles.md")
    check = profile.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "check", help="say whether a rule pack can be used, and what is wrong with it"
    )
    check.add_argument("file", type=Path)
    check.set_defaults(run=check_file)


def check_file(arguments: argparse.Namespace) -> None:
    """Print what the pack is.

    :raises ProfileError: where it cannot be used.
    :raises OSError: where the file cannot be read.
    """
    data = arguments.file.read_bytes()
    profile = read_profile(data, strict=True, file=str(arguments.file))
    told = {
        "profile": profile.key,
        "sha256": profile_sha256(data),
        "types": [kind.value for kind in profile.types],
        "modules": len(profile.modules),
        "rules": len(profile.rules),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def print_problems(error: ProfileError, language: str) -> None:
    """One line a problem on standard error: file and line, place, reason."""
    found = _positions(error.file)
    lines: list[tuple[int, str]] = []
    for problem in error.problems:
        params = dict(problem.params)
        line = int(params["line"]) if "line" in params else found.line(problem.path) or 1
        words = message(f"pack.{problem.code}", language, **params)
        place = f"{error.file}:{line}" if error.file else ""
        lines.append((line, ": ".join(filter(None, (place, problem.where, words)))))
    for _, text in sorted(lines, key=lambda one: one[0]):
        sys.stderr.write(text + "\n")
    count = str(len(lines))
    sys.stderr.write(message("pack.refused", language, file=error.file, count=count) + "\n")


def _positions(file: str) -> Positions:
    """Where things stand in the file; nothing where it is not even JSON."""
    try:
        text = Path(file).read_bytes().decode("utf-8-sig") if file else ""
        json.loads(text)
    except ValueError:
        return Positions()
    return positions(text)
