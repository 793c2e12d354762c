"""Reading a rule pack from its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.domain.profile.consistency import inconsistencies
from app.domain.profile.exactness import gaps, strange_names
from app.domain.profile.pack import Profile
from app.domain.profile.parts import LANGUAGES
from app.domain.profile.positions import positions
from app.domain.profile.problems import Problem, ProfileError


@lru_cache(maxsize=16)
def parse_profile(data: bytes, *, strict: bool = False) -> Profile:
    """Read a rule pack from the bytes of its JSON file; the same bytes are read once.

    :param strict: whether names that this program does not know, and labels that are missing, are
        problems too.
    :raises ProfileError: naming every place that is wrong.
    """
    try:
        document, twice = _loaded(data)
    except UnicodeDecodeError as problem:
        raise ProfileError([Problem((), "NOT_UTF8")]) from problem
    except json.JSONDecodeError as problem:
        params = {"line": str(problem.lineno), "column": str(problem.colno)}
        raise ProfileError([Problem((), "NOT_JSON", params)]) from problem
    doubles = positions(data.decode("utf-8-sig")).doubles if twice else []
    found = [Problem(path, "TWICE", {"name": str(path[-1])}) for path in doubles]
    if strict:
        found += strange_names(document)
    try:
        profile = Profile.model_validate_json(data)
    except ValidationError as problem:
        raise ProfileError([*found, *_shape(problem.errors())]) from problem
    found += inconsistencies(profile)
    if strict and not found:
        found += gaps(profile)
    if found:
        raise ProfileError(found)
    return profile


def _loaded(data: bytes) -> tuple[Any, bool]:
    """The document, and whether an object of it has a key twice."""
    twice = False

    def taken(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) < len(pairs)
        return found

    return json.loads(data, object_pairs_hook=taken), twice


def profile_sha256(data: bytes) -> str:
    """The hash by which client and server make sure that they mean the same rule pack."""
    return hashlib.sha256(data).hexdigest()


def _shape(errors: list[ErrorDetails]) -> Iterator[Problem]:
    """What does not have the form of a rule pack, in an author's words."""
    for error in errors:
        path = tuple(part for part in error["loc"] if part != "[key]")  # pydantic's own mark
        key = str(error["loc"][-1]) if error["loc"] else ""
        kind = error["type"]
        if kind == "missing" and key in LANGUAGES:
            yield Problem(path, "MISSING_LANGUAGE", {"language": key})
        elif kind == "missing":
            yield Problem(path, "MISSING", {"name": key})
        elif kind == "extra_forbidden":
            yield Problem(path, "UNKNOWN_KEY", {"name": key})
        else:
            given = json.dumps(error["input"], ensure_ascii=False, default=str)
            params = {"given": given[:60], "reason": error["msg"]}
            yield Problem(path, "BAD_VALUE", params)
