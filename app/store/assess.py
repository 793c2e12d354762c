"""Running the pre-checks of an application with what this machine knows (design §8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.anchored import anchors_of
from app.domain.checks import Subject, check
from app.domain.finding import Finding
from app.domain.model import Application, Organisation
from app.store.cache import Cache
from app.store.calendars import Calendars
from app.store.profiles import Profiles


class Assessor:
    """The checker that the cache and the screens share.

    An application whose rule pack is not here has no findings; it gets them by ``recheck`` when
    the rule pack has come.
    """

    def __init__(self, cache: Cache, profiles: Profiles, now: Callable[[], datetime]) -> None:
        """:param now: the server's time."""
        self._cache = cache
        self._profiles = profiles
        self._now = now
        self._calendars = Calendars(cache)
        self._organisations: tuple[int, dict[str, Organisation | None]] = (-1, {})

    def __call__(self, application: Application) -> list[Finding]:
        """The findings of the present version, gravest first."""
        subject = self.subject(application)
        return check(subject) if subject is not None else []

    def subject(self, application: Application) -> Subject | None:
        """All that the rules may look at; None where the rule pack is not here."""
        profile = self._profiles.find(application.profile)
        if profile is None:
            return None
        numbers = sorted(ref.version_no for ref in application.earlier_versions)
        found = [self._cache.version(application.app_id, number) for number in numbers]
        return Subject(
            version=application.version,
            profile=profile.for_type(application.type),
            now=self._now(),
            org=self._organisation(application.unit_org_id),
            calendar=self._calendars.calendar(),
            history=[version for version in found if version is not None],
            files=self._cache.file_facts(_files(application)),
            case=application,
            anchors=anchors_of(application),
        )

    def _organisation(self, org_id: str) -> Organisation | None:
        generation, known = self._organisations
        if generation != self._cache.generation:
            known = {}
            self._organisations = (self._cache.generation, known)
        if org_id not in known:
            known[org_id] = self._cache.organisation(org_id)
        return known[org_id]


def _files(application: Application) -> list[str]:
    """The files of the version, and the form that a unit scanned for its dossier."""
    files = [attachment.sha256 for attachment in application.version.attachments]
    held = application.dossier.deliberation if application.dossier else None
    return [*files, held.form_scan] if held is not None and held.form_scan else files
