"""Reading a rule pack from its file."""

from __future__ import annotations

import hashlib

from pydantic import ValidationError

from app.domain.profile.pack import Profile
from app.domain.profile.parts import ProfileError


def parse_profile(data: bytes, known_rules: frozenset[str] | None = None) -> Profile:
    """Read a rule pack from the bytes of its JSON file.

    :param known_rules: the rule ids this program has; when given, an id outside is a problem.
    :raises ProfileError: naming every place that is wrong.
    """
    try:
        profile = Profile.model_validate_json(data)
    except ValidationError as problem:
        raise ProfileError(
            [
                f"{'.'.join(str(part) for part in error['loc']) or '(file)'}: {error['msg']}"
                for error in problem.errors()
            ]
        ) from problem
    if known_rules is not None:
        strange = [use.rule for use in profile.rules if use.rule not in known_rules]
        if strange:
            raise ProfileError([f"rules: {rule} is not a known rule" for rule in strange])
    return profile


def profile_sha256(data: bytes) -> str:
    """The hash by which client and server make sure that they mean the same rule pack."""
    return hashlib.sha256(data).hexdigest()
