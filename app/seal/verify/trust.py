"""What a verifier knows beforehand: roots, revocation lists, the registry, what it expects."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.sealing import Seal, SealChange, SealStatus, status_then


@dataclass(frozen=True, slots=True)
class RegisteredSeal:
    """A seal as the registry knows it.

    ``certificates`` are SHA-256 fingerprints of the certificates it was ever bound to;
    ``mask_sha256`` is of its picture (:attr:`app.seal.image.SealImage.sha256`), empty where the
    registry keeps none. ``since`` is when ``status`` began: what was sealed before it stands.
    ``history`` tells of every status it had, oldest first, where the registry keeps that, and
    ``former_masks`` of the pictures it had before.
    """

    seal_id: str
    name: str
    status: SealStatus
    valid_from: datetime
    valid_to: datetime
    certificates: frozenset[str] = frozenset()
    mask_sha256: str = ""
    since: datetime | None = None
    history: tuple[SealChange, ...] = ()
    former_masks: frozenset[str] = frozenset()

    @property
    def pictures(self) -> frozenset[str]:
        """The masks of all pictures it ever had."""
        return self.former_masks | ({self.mask_sha256} - {""})

    def status_at(self, at: datetime | None) -> SealStatus:
        """What it was at a moment; what it is where the moment is not known."""
        return self.status if at is None else status_then(self.history, self.status, self.since, at)


def of_registry(seals: Iterable[Seal]) -> tuple[dict[str, RegisteredSeal], tuple[bytes, ...]]:
    """The registry's seals by id, and their certificates as roots of themselves (DER).

    A certificate that an office has registered is trusted as it stands, whoever issued it.
    """
    known: dict[str, RegisteredSeal] = {}
    pinned: list[bytes] = []
    for seal in seals:
        ders = [base64.b64decode(text) for text in seal.certificates]
        pinned += ders
        known[seal.seal_id] = RegisteredSeal(
            seal.seal_id,
            seal.name,
            seal.status,
            seal.valid_from,
            seal.valid_to,
            frozenset(hashlib.sha256(der).hexdigest() for der in ders),
            seal.mask_sha256,
            seal.status_since,
            tuple(seal.history),
            frozenset(seal.former_masks),
        )
    return known, tuple(dict.fromkeys(pinned))


@dataclass(frozen=True, slots=True)
class TrustContext:
    """``roots``, ``time_roots`` and ``crls`` are DER; ``time_roots`` are of time-stamp authorities.
    Without ``crls`` revocation is judged by the registry alone.

    ``above`` are certificates of authorities below a root, to find the way to it by.
    ``expected`` names the case and version that the document has to be of, ``received_at`` when
    it came in: a seal has to have been good then. Where neither that nor a time stamp proves when
    it was put on, it must not be out of use ``now`` either: whoever has its key can claim any day.
    """

    roots: tuple[bytes, ...] = ()
    time_roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    seals: Mapping[str, RegisteredSeal] = field(default_factory=dict)
    expected: tuple[str, int, str] | None = None
    received_at: datetime | None = None
    above: tuple[bytes, ...] = ()
    now: datetime | None = None

    def picture(self, mask_sha256: str) -> RegisteredSeal | None:
        """The seal that has this picture."""
        return next((one for one in self.seals.values() if mask_sha256 in one.pictures), None)
