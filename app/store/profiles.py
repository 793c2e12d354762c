"""The rule packs at hand: those the server sent, and those that came with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Final

from pydantic import ValidationError

from app.domain.checks import read_profile
from app.domain.enums import ApplicationType, OrgKind
from app.domain.profile import Problem, Profile, ProfileError, Text, parse_profile
from app.domain.reasons import ReasonTemplate, parse_reasons
from app.locate import resource
from app.protocol.feed import ChangeKind
from app.store.cache import Cache
from app.store.errors import StoreError

PROFILE_KIND: Final = "profile"
"""Kind of the cached documents that hold a rule pack; their id is ``LZ_ENG_2020@1``."""


class ProfileMissing(StoreError):  # noqa: N818 - reads as the state it names
    """A rule pack is not on this machine (``PROFILE_MISSING``, param ``profile``)."""


class Profiles:
    """Finds rule packs by ``id@version``, or by ``id`` the newest; each is read once.

    Words can be had without the rules, whose loading takes longer than a list may wait.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._reading = Lock()
        self._words: dict[str, Profile] = {}
        self._read: dict[str, Profile] = {}
        self._narrowed: dict[tuple[str, str], Profile] = {}
        self._bundled: dict[str, Profile] | None = None
        self._own_reasons: tuple[ReasonTemplate, ...] | None = None
        self._reasons: tuple[int, tuple[ReasonTemplate, ...]] | None = None

    def find(self, key: str) -> Profile | None:
        """The rule pack, if it is here and can be read."""
        with self._reading:
            known = self._read.get(key)
            if known is None:
                known = self._from_cache(key) or self._from_program(key)
                if known is not None:
                    self._read[key] = known
            return known

    def wording(self, key: str) -> Profile | None:
        """The rule pack for its words alone: whether its rules can run is not looked at."""
        with self._reading:
            known = self._read.get(key) or self._words.get(key)
            if known is None:
                known = self._from_cache(key, parse_profile)
                if known is not None:
                    self._words[key] = known
        return known or self.find(key)

    def get(self, key: str) -> Profile:
        """The rule pack.

        :raises ProfileMissing: it is not here, or cannot be read.
        """
        found = self.find(key)
        if found is None:
            raise ProfileMissing("PROFILE_MISSING", profile=key)
        return found

    def put(self, key: str, body: bytes) -> Profile:
        """Keep a rule pack that the server sent, as the bytes that came.

        :param key: ``id@version``.
        :raises ProfileError: it is not a rule pack, or not of that name.
        """
        profile = read_profile(body)
        if profile.key != key:
            params = {"given": profile.key, "reason": f"not {key}"}
            raise ProfileError([Problem(("profile_id",), "BAD_VALUE", params)])
        self._cache.put_document(PROFILE_KIND, key, profile.version, body)
        with self._reading:
            self._words.clear()
            self._read.clear()
            self._narrowed.clear()
        return profile

    def status_label(self, key: str, kind: str, status: str, stage_index: int, office: str) -> Text:
        """The region's word for a state of that kind of application; else the code itself.

        :param office: the kind of office that has the case; empty where that is not known.
        """
        narrowed = self._of_type(key, kind)
        if narrowed is None:
            return Text(zh_CN=status, en=status)
        return narrowed.status_label(status, stage_index, OrgKind(office))

    def needs_seal(self, key: str, kind: str, office: str) -> bool:
        """Whether that kind of office has to seal a form before it passes such a case on."""
        narrowed = self._of_type(key, kind)
        uses = narrowed.seal.uses if narrowed is not None else ()
        return any(use.required and use.stage is OrgKind(office) for use in uses)

    def _of_type(self, key: str, kind: str) -> Profile | None:
        """The rule pack as a kind of application has it; None where it is not here."""
        narrowed = self._narrowed.get((key, kind))
        if narrowed is None:
            profile = self.wording(key)
            if profile is None:
                return None
            narrowed = self._narrowed[key, kind] = profile.for_type(ApplicationType(kind))
        return narrowed

    def reasons(self) -> tuple[ReasonTemplate, ...]:
        """The ready comments: the program's own, replaced and joined by the server's."""
        if self._reasons is None or self._reasons[0] != self._cache.generation:
            generation = self._cache.generation
            known = {one.reason_id: one for one in self._reasons_of_program()}
            for body in self._cache.documents(ChangeKind.REASON.value).values():
                try:
                    one = ReasonTemplate.model_validate_json(body)
                except ValidationError:  # of a newer server; the others still serve
                    continue
                known[one.reason_id] = one
            self._reasons = (generation, tuple(known.values()))
        return self._reasons[1]

    def _reasons_of_program(self) -> Iterable[ReasonTemplate]:
        if self._own_reasons is None:  # they stay the same, whatever a sync brings
            body = Path(resource("reasons", "base.json")).read_bytes()
            self._own_reasons = tuple(parse_reasons(body))
        return self._own_reasons

    def _from_cache(
        self, key: str, read: Callable[[bytes], Profile] = read_profile
    ) -> Profile | None:
        body = self._cache.document(PROFILE_KIND, key)
        if body is None and "@" not in key:
            packs = self._cache.documents(PROFILE_KIND)
            named = [name for name in packs if name.partition("@")[0] == key]
            body = packs[max(named, key=_version)] if named else None
        try:
            return read(body) if body is not None else None
        except ProfileError:
            return None

    def _from_program(self, key: str) -> Profile | None:
        if self._bundled is None:
            self._bundled = {}
            for path in sorted(Path(resource("profiles")).glob("*.json")):
                profile = read_profile(path.read_bytes())
                self._bundled[profile.key] = self._bundled[profile.profile_id] = profile
        return self._bundled.get(key)


def _version(name: str) -> int:
    number = name.partition("@")[2]
    return int(number) if number.isdigit() else 0
