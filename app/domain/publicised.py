"""What a unit's publicity shows of a version, and whether a later version still shows the same.

S2 二1 has the unit publicise the application form; which modules that are is the profile's matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

from app.domain.diff import same_module
from app.domain.form import form_entries
from app.domain.model import ApplicationVersion
from app.domain.profile import Profile


def publicised_modules(profile: Profile) -> list[str]:
    """The codes of the modules that a publicity shows; none where units keep no dossier."""
    return profile.dossier.publicised if profile.dossier is not None else []


def publicised_sha256(version: ApplicationVersion, profile: Profile) -> str:
    """The hash of the publicised modules, lower-case hexadecimal (R124).

    Two versions have the same hash exactly where :func:`changed_publicised` finds nothing: the same
    rows in the same order with the same values and files.

    :raises ValueError: where a value has no canonical form (NaN, integers beyond 2^53).
    """
    shown = {code: _module(version, code) for code in publicised_modules(profile)}
    return hashlib.sha256(rfc8785.dumps(shown)).hexdigest()


def changed_publicised(
    old: ApplicationVersion, new: ApplicationVersion, profile: Profile
) -> list[str]:
    """The codes of the publicised modules in which two versions differ."""
    return [code for code in publicised_modules(profile) if not same_module(old, new, code)]


def _module(version: ApplicationVersion, code: str) -> dict[str, Any]:
    rows = [[row.entry_id or "", _given(row.values)] for row in form_entries(version, code)]
    files = {(att.entry_id or "", att.slot, att.sha256) for att in version.attachments_of(code)}
    return {"rows": rows, "files": [list(file) for file in sorted(files)]}


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not there; a form shows null and nothing alike."""
    return {code: value for code, value in values.items() if value is not None}
