"""The rule packs and reason texts the server hands out, as the bytes of their files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.checks import read_profile
from app.domain.profile import Profile, profile_sha256
from app.domain.reasons import parse_reasons
from app.locate import resource


@dataclass(frozen=True)
class Pack:
    """One rule pack: its bytes, what they say and their hash."""

    data: bytes
    profile: Profile
    sha256: str


@dataclass(frozen=True)
class Packs:
    """All rule packs by ``id@version``, and the reason library."""

    by_key: dict[str, Pack] = field(default_factory=dict)
    reasons: bytes = b'{"version":1,"reasons":[]}'

    @classmethod
    def load(cls) -> Packs:
        """Read ``resources/profiles`` and ``resources/reasons``.

        :raises app.domain.profile.ProfileError: where a pack is not usable.
        :raises app.domain.reasons.ReasonError: where the reasons are not.
        """
        packs = [_pack(path) for path in sorted(Path(resource("profiles")).glob("*.json"))]
        reasons = resource("reasons", "base.json").read_bytes()
        parse_reasons(reasons)
        return cls({pack.profile.key: pack for pack in packs}, reasons)

    def find(self, name: str) -> Pack | None:
        """The pack of ``id@version``, or the newest of ``id``."""
        if "@" in name:
            return self.by_key.get(name)
        same = [pack for pack in self.by_key.values() if pack.profile.profile_id == name]
        return max(same, key=lambda pack: pack.profile.version, default=None)

    def profile(self, key: str) -> Profile:
        """The profile an application names.

        :raises KeyError: where the server does not have it.
        """
        return self.by_key[key].profile

    def reason_documents(self) -> list[dict[str, Any]]:
        """The reasons of the library, each as the feed carries it."""
        documents: list[dict[str, Any]] = json.loads(self.reasons)["reasons"]
        return documents

    def hashes(self) -> dict[str, str]:
        """``id@version`` to the hash of the bytes."""
        return {key: pack.sha256 for key, pack in self.by_key.items()}


def _pack(path: Path) -> Pack:
    data = path.read_bytes()
    return Pack(data, read_profile(data, strict=True, file=str(path)), profile_sha256(data))
