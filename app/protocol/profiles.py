"""The rule packs at hand: those that came with the program and those the server sent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.domain.checks import missing_params
from app.domain.profile import Profile, ProfileError, parse_profile, profile_sha256
from app.locate import resource


class ProfileMissingError(LookupError):
    """No rule pack of that name and version is at hand; ``key`` is ``id@version``."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ProfileBook:
    """Rule packs by ``id@version``.

    A version never changes once it is known under a hash; the same key with other bytes replaces
    it only when it comes from the server, whose word counts (``add``).
    """

    def __init__(self, packs: Iterable[bytes] = ()) -> None:
        self._packs: dict[str, tuple[Profile, str]] = {}
        for data in packs:
            self.add(data)

    @classmethod
    def packaged(cls) -> ProfileBook:
        """The packs in ``resources/profiles``."""
        folder: Path = resource("profiles")
        return cls(path.read_bytes() for path in sorted(folder.glob("*.json")))

    def add(self, data: bytes) -> Profile:
        """Take in the bytes of a pack.

        A rule that this program does not have is let pass: a newer server runs it itself.

        :raises ProfileError: where they are not a usable pack; the book stays as it was.
        """
        profile = parse_profile(data)
        if problems := missing_params(profile):
            raise ProfileError(problems)
        self._packs[profile.key] = (profile, profile_sha256(data))
        return profile

    def get(self, key: str) -> Profile:
        """The pack of that name and version.

        :raises ProfileMissingError: where it is not at hand.
        """
        try:
            return self._packs[key][0]
        except KeyError:
            raise ProfileMissingError(key) from None

    def latest(self, profile_id: str) -> Profile:
        """The highest version of a pack.

        :raises ProfileMissingError: where there is none of that name.
        """
        found = [p for p, _ in self._packs.values() if p.profile_id == profile_id]
        if not found:
            raise ProfileMissingError(profile_id)
        return max(found, key=lambda profile: profile.version)

    def sha256(self, key: str) -> str | None:
        """The hash of the bytes behind a pack, or None where it is not at hand."""
        pack = self._packs.get(key)
        return pack[1] if pack else None

    def missing(self, wanted: dict[str, str]) -> list[str]:
        """Which of the packs a server uses (key to hash) are not at hand with these bytes."""
        return sorted(key for key, sha in wanted.items() if self.sha256(key) != sha)

    @property
    def keys(self) -> frozenset[str]:
        """All packs at hand."""
        return frozenset(self._packs)


__all__ = ["ProfileBook", "ProfileError", "ProfileMissingError"]
