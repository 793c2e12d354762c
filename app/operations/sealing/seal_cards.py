"""What the holder is told of the office's seals: state, key, certificate, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography import x509

from app.domain.sealing import Seal, SealStatus
from app.operations.errors import OperationRefused
from app.operations.sealing.clock import clock_trouble
from app.operations.sealing.own_seals import (
    KeyPlace,
    file_sha256,
    key_place,
    provider_at,
    registered_seals,
    seal_image,
)
from app.operations.sealing.pin_lock import is_lifted
from app.operations.sealing.registration import fingerprints, registered_infos, size_text
from app.protocol.messages import DEFAULT_LANGUAGE, has_message, message
from app.seal.certificate import problems_of, shown_name
from app.seal.image import SealImage
from app.seal.keys import KeyInfo
from app.seal.pin_guard import LIMIT
from app.seal.problems import SealCode, SealError, SealProblem
from app.store.seal_book import read_lists

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

SOON: Final = timedelta(days=30)
"""How long before its end a term is told to be ending."""
NOT_YET: Final = "NOT_YET"
_REMEDIES: Final = "own_seals.remedy"


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a seal: a code of the catalogue, and whether it keeps it from use."""

    code: str
    params: tuple[tuple[str, str], ...] = ()
    grave: bool = True

    @classmethod
    def of(cls, problem: SealProblem, *, grave: bool = True) -> Trouble:
        """The same as a trouble."""
        params = tuple((name, str(value)) for name, value in problem.params.items())
        return cls(f"seal.{problem.code.value}", params, grave)

    def text(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What is wrong."""
        return message(self.code, language, **dict(self.params))

    def remedy(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What to do; empty where the words of the trouble say it already."""
        code = f"{_REMEDIES}.{self.code.rpartition('.')[2]}"
        return message(code, language, **dict(self.params)) if has_message(code, language) else ""


@dataclass(frozen=True)
class SealCard:
    """A registered seal as this machine knows it.

    ``standing`` is its status, EXPIRED or NOT_YET where its term says so. ``info`` is of the key
    that is bound, else of the one registered certificate (``registered`` tells which).
    ``tries_left`` is None while all are left.
    """

    seal: Seal
    standing: str
    place: KeyPlace | None
    info: KeyInfo | None
    registered: bool
    image: SealImage | None
    holds: bool
    tries_left: int | None
    troubles: tuple[Trouble, ...]

    @property
    def usable(self) -> bool:
        """Whether the officer can seal with it here and now."""
        return not any(one.grave for one in self.troubles)


def seal_cards(ws: Workspace, now: datetime) -> list[SealCard]:
    """The office's seals, those first that the officer may use. Asks tokens, so not for the
    window's thread."""
    cards = [seal_card(ws, seal, now) for seal in registered_seals(ws)]
    return sorted(cards, key=lambda one: (not one.holds, one.standing != SealStatus.ACTIVE))


def seal_card(ws: Workspace, seal: Seal, now: datetime) -> SealCard:
    """One seal; see :class:`SealCard`."""
    place = key_place(ws, seal.seal_id)
    troubles = [*_clock_troubles(ws), *_standing_troubles(seal, now)]
    holds = not seal.holders or ws.account.user_id in seal.holders
    if not holds:
        troubles.append(Trouble("sealing.not_holder"))
    info, left = None, None
    if place is None:
        if holds:
            troubles.append(Trouble("own_seals.no_key"))
    else:
        info, left, found = _look_at_key(ws, place, seal)
        troubles += found
    image = _image(ws, seal.seal_id)
    if image is not None:
        troubles += _image_troubles(seal, image)
    bound = info is not None
    if info is None:
        info = next(iter(registered_infos(seal)[-1:]), None)
    elif info.fingerprint not in fingerprints(seal):
        troubles.append(Trouble("seal.CERT_FOREIGN_OFFICE", (("subject", _holder(info)),)))
    if info is not None:
        troubles += _certificate_troubles(info, now)
        troubles += _revocations(ws, info)
    return SealCard(
        seal, _standing(seal, now), place, info, not bound, image, holds, left, tuple(troubles)
    )


def _standing(seal: Seal, now: datetime) -> str:
    if seal.status is SealStatus.ACTIVE and now < seal.valid_from:
        return NOT_YET
    if seal.status is SealStatus.ACTIVE and now > seal.valid_to:
        return SealStatus.EXPIRED.value
    return seal.status.value


def _clock_troubles(ws: Workspace) -> Iterator[Trouble]:
    refused = clock_trouble(ws)
    if refused is not None:
        yield Trouble(refused.code, tuple(refused.params.items()))


def _standing_troubles(seal: Seal, now: datetime) -> Iterator[Trouble]:
    standing = _standing(seal, now)
    if standing != SealStatus.ACTIVE:
        yield Trouble(f"sealing.status.{standing}")
        last = seal.history[-1] if seal.history else None
        if last is not None and last.status.value == standing and last.reason:
            told = (("day", _day(last.at)), ("reason", last.reason))
            yield Trouble("own_seals.status_reason", told)
    elif seal.valid_to - now < SOON:
        yield Trouble("own_seals.term_ends", (("until", _day(seal.valid_to)),), grave=False)


def _look_at_key(
    ws: Workspace, place: KeyPlace, seal: Seal
) -> tuple[KeyInfo | None, int | None, list[Trouble]]:
    """Whether the key is where it was, what its certificate says, and the tries that are left."""
    key = provider_at(ws, place)
    info: KeyInfo | None = None
    left: int | None = None
    troubles: list[Trouble] = []
    try:
        info = key.describe()
    except SealError as error:
        if error.code is not SealCode.PIN_NEEDED:
            troubles.append(Trouble.of(error.problem))
    if place.backend == "PKCS12":
        troubles += _file_troubles(place)
    if not troubles:
        guard = key.guard()
        left = LIMIT if is_lifted(guard, seal) else guard.left
        if not left:
            troubles.append(Trouble(f"seal.{SealCode.PIN_LOCKED.value}"))
    return info, None if left == LIMIT else left, troubles


def _file_troubles(place: KeyPlace) -> Iterator[Trouble]:
    sha256 = file_sha256(Path(place.path))
    if sha256 is None:
        yield Trouble(f"seal.{SealCode.KEY_FILE_MISSING.value}")
    elif place.file_sha256 not in ("", sha256):
        yield Trouble("own_seals.key_file_changed")


def _certificate_troubles(info: KeyInfo, now: datetime) -> Iterator[Trouble]:
    for problem in problems_of(info, now):
        if problem.code is not SealCode.CERT_CHAIN_BROKEN:  # the registry pins the certificate
            yield Trouble.of(problem)
    if now <= info.not_after < now + SOON:
        until = (("until", _day(info.not_after)),)
        yield Trouble("own_seals.certificate_ends", until, grave=False)


def _revocations(ws: Workspace, info: KeyInfo) -> Iterator[Trouble]:
    """Whether a list of the issuer that came with the last sync names the certificate."""
    for told in read_lists(ws.cache):
        try:
            issued = x509.load_der_x509_crl(told)
        except ValueError:
            continue  # of a newer server; verifying leaves it out too
        entry = issued.get_revoked_certificate_by_serial_number(int(info.serial, 16))
        if entry is not None and shown_name(issued.issuer) == info.issuer:
            yield Trouble("own_seals.certificate_revoked",
                          (("day", _day(entry.revocation_date_utc)),))  # fmt: skip
            return


def _image_troubles(seal: Seal, image: SealImage) -> Iterator[Trouble]:
    if [round(one, 1) for one in seal.size_mm] != [round(one, 1) for one in image.size_mm]:
        told = (("registered", size_text(seal.size_mm)), ("here", size_text(image.size_mm)))
        yield Trouble("own_seals.diff.SIZE", told)
    elif seal.mask_sha256 and seal.mask_sha256 != image.sha256:
        yield Trouble("own_seals.image_not_registered")


def _image(ws: Workspace, seal_id: str) -> SealImage | None:
    try:
        return seal_image(ws, seal_id)
    except OperationRefused:
        return None


def _holder(info: KeyInfo) -> str:
    return " ".join(dict.fromkeys(part for part in (info.organisation, info.subject) if part))


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"
