"""What is imported, held against what is registered; and the request where that differs."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography import x509

from app.domain.sealing import Seal, SealStatus
from app.protocol.canonical import sha256_hex
from app.protocol.seal_registration import SealRegistration
from app.seal.certificate import describe
from app.seal.image import SealImage
from app.seal.keys import KeyInfo
from app.seal.picture_file import to_png
from app.seal.possession import prove

if TYPE_CHECKING:
    from app.operations.sealing.import_seal import Candidate
    from app.operations.workspace import Workspace


class Difference(StrEnum):
    """How a seal at hand differs from a registered one; words under ``own_seals.diff.CODE``."""

    CERTIFICATE = "CERTIFICATE"  # registered, here
    PICTURE = "PICTURE"  # registered, here
    SIZE = "SIZE"  # registered, here
    HOLDER = "HOLDER"
    STATUS = "STATUS"  # status
    NO_CERTIFICATE = "NO_CERTIFICATE"
    NO_PICTURE = "NO_PICTURE"


_MERE_NOTES: Final = frozenset({Difference.NO_PICTURE})
_TELLING: Final = (Difference.CERTIFICATE, Difference.NO_CERTIFICATE, Difference.PICTURE)
"""These say that it is another seal; the rest that something about the seal is different."""


@dataclass(frozen=True)
class Told:
    """One difference with what fills its words."""

    kind: Difference
    params: tuple[tuple[str, str], ...] = ()

    @property
    def bars(self) -> bool:
        """Whether the seal cannot be used so."""
        return self.kind not in _MERE_NOTES


@dataclass(frozen=True)
class Comparison:
    """A registered seal and how the one at hand differs from it."""

    seal: Seal
    told: tuple[Told, ...] = ()

    @property
    def matches(self) -> bool:
        """Whether key and picture may be bound to the seal."""
        return not any(one.bars for one in self.told)

    @property
    def likeness(self) -> tuple[int, int]:
        """Less is more alike."""
        kinds = {one.kind for one in self.told}
        return len(kinds & set(_TELLING)), len(kinds)


def compare(
    seals: Iterable[Seal], image: SealImage, info: KeyInfo, user_id: str, now: datetime
) -> list[Comparison]:
    """Each registered seal with its differences, the most alike first."""
    found = [Comparison(seal, _told(seal, image, info, user_id, now)) for seal in seals]
    return sorted(found, key=lambda one: (one.likeness, one.seal.name))


def registered_infos(seal: Seal) -> list[KeyInfo]:
    """What the registered certificates of a seal say; one that cannot be read is left out."""
    found = []
    for text in seal.certificates:
        try:
            found.append(describe(x509.load_der_x509_certificate(base64.b64decode(text))))
        except ValueError:
            continue
    return found


def fingerprints(seal: Seal) -> frozenset[str]:
    """SHA-256 of the certificates that a seal is registered with."""
    ders = (base64.b64decode(text) for text in seal.certificates)
    return frozenset(hashlib.sha256(der).hexdigest() for der in ders)


def request(
    ws: Workspace,
    candidate: Candidate,
    image: SealImage,
    *,
    name: str,
    kind: str = "",
    seal_id: str = "",
    remark: str = "",
) -> SealRegistration:
    """The request for the seal at hand, proved by its key.

    :param seal_id: of the registered seal that shall be changed; empty for a new one.
    :raises SealError: the key was closed or taken away.
    """
    office, me = ws.account.org, ws.account
    unproved = SealRegistration(
        requested_at=ws.clock.now(), org_id=office.org_id, org_name=office.name,
        user_id=me.user_id, user_name=me.name, seal_id=seal_id, name=name, kind=kind,
        remark=remark, size_mm=image.size_mm, picture=_text(to_png(image)),
        mask_sha256=image.sha256, certificate=candidate.place.certificate,
        above=candidate.place.above, proof=_text(b"-"),
    )  # fmt: skip
    proof = prove(candidate.key, unproved.statement())
    return unproved.model_copy(update={"proof": _text(proof)})


def write_request(ws: Workspace, wanted: SealRegistration, target: Path) -> Path:
    """Write a request to a file, whole or not at all, and note it in the audit.

    :raises OSError: it cannot be written.
    """
    data = wanted.model_dump_json(indent=2).encode()
    passing = target.with_name(f".{target.name}.part")
    try:
        with passing.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    with ws.transaction() as writer:
        told = {"sha256": sha256_hex(data), "image": wanted.mask_sha256, "name": wanted.name}
        writer.audit("seal.request", wanted.seal_id or wanted.name, told)
    return target


def _told(
    seal: Seal, image: SealImage, info: KeyInfo, user_id: str, now: datetime
) -> tuple[Told, ...]:
    found: list[Told] = []
    if not seal.certificates:
        found.append(Told(Difference.NO_CERTIFICATE))
    elif info.fingerprint not in fingerprints(seal):
        known = "、".join(_holder(one) for one in registered_infos(seal))
        found.append(_pair(Difference.CERTIFICATE, known, _holder(info)))
    if _size(seal.size_mm) != _size(image.size_mm):
        found.append(_pair(Difference.SIZE, size_text(seal.size_mm), size_text(image.size_mm)))
    elif not seal.mask_sha256:
        found.append(Told(Difference.NO_PICTURE))
    elif seal.mask_sha256 != image.sha256:
        found.append(_pair(Difference.PICTURE, _short(seal.mask_sha256), _short(image.sha256)))
    if seal.holders and user_id not in seal.holders:
        found.append(Told(Difference.HOLDER))
    status = SealStatus.EXPIRED if now > seal.valid_to else seal.status
    if status in (SealStatus.REVOKED, SealStatus.EXPIRED):
        found.append(Told(Difference.STATUS, (("status", status.value),)))
    return tuple(found)


def size_text(size_mm: Sequence[float]) -> str:
    """Width and height in millimetres, as a reader writes them."""
    return " × ".join(f"{side:g}" for side in size_mm)


def _pair(kind: Difference, registered: str, here: str) -> Told:
    return Told(kind, (("registered", registered), ("here", here)))


def _holder(info: KeyInfo) -> str:
    parts = dict.fromkeys(part for part in (info.organisation, info.subject) if part)
    return f"{' '.join(parts)}（{info.serial[-8:]}）"


def _short(sha256: str) -> str:
    return f"{sha256[:4]}…{sha256[-4:]}"


def _size(size_mm: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(side, 1) for side in size_mm)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
