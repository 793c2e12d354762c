"""Changing one value of a dossier by its path, beginning the parts on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from uuid_utils.compat import uuid7

from app.domain.calendar import WorkCalendar
from app.domain.dossier import Defence, Deliberation, Dossier
from app.domain.dossier_files import files_of
from app.domain.entity import Entity
from app.domain.model import ApplicationVersion
from app.domain.profile import Profile
from app.domain.publicised import publicised_sha256
from app.domain.publicity import Publicity

Path = tuple[str, ...]
"""Names from the dossier down, such as ``("publicity", "place")``."""
Begin = Mapping[str, Callable[[], Entity]]


def beginnings(version: ApplicationVersion, profile: Profile) -> Begin:
    """How the parts of a dossier begin that are not there from the start.

    A publicity is bound to the version that stands when it is begun (R124).
    """
    return {
        "publicity": lambda: publicity_of(version, profile),
        "defence": Defence,
        "deliberation": Deliberation,
    }


def publicity_of(version: ApplicationVersion, profile: Profile) -> Publicity:
    """An empty publicity of this version."""
    return Publicity(
        pub_id=str(uuid7()),
        app_ids=[version.app_id],
        version_no=version.version_no,
        content_sha256=version.content_sha256,
        publicised_sha256=publicised_sha256(version, profile),
    )


def value_at(dossier: Dossier, path: Path, begin: Begin) -> Any:
    """What stands at a path; the empty value where its part was not begun."""
    found: Any = dossier
    for name in path:
        value = getattr(found, name)
        found = begin[name]() if value is None and name in begin and name != path[-1] else value
    return found


def with_value(dossier: Dossier, path: Path, value: Any, begin: Begin) -> Dossier:
    """The dossier with another value at a path."""
    changed: Dossier = _put(dossier, path, value, begin)
    return changed


def _put(part: Any, path: Path, value: Any, begin: Begin) -> Any:
    name, *rest = path
    if rest:
        inner = getattr(part, name)
        value = _put(begin[name]() if inner is None else inner, tuple(rest), value, begin)
    return part.model_copy(update={name: value})


def settled(dossier: Dossier, calendar: WorkCalendar | None) -> Dossier:
    """The dossier with what follows from the rest: which calendar counted, which files it names."""
    shown = dossier.publicity
    if shown is not None:
        key = _key(calendar, shown.start_date, shown.end_date)
        if key != shown.calendar_version:
            shown = shown.model_copy(update={"calendar_version": key})
    named = {sha256 for _place, sha256 in files_of(dossier)}
    files = {sha256: file for sha256, file in dossier.files.items() if sha256 in named}
    return dossier.model_copy(update={"publicity": shown, "files": files})


def _key(calendar: WorkCalendar | None, start: date | None, end: date | None) -> str:
    if calendar is None or start is None or end is None or end < start:
        return ""
    return calendar.key(start, end)
