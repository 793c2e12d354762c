"""The seals of this machine: which key and which picture go with a registered seal."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from app.domain.sealing import Seal, SealStatus
from app.operations.errors import OperationRefused
from app.operations.sealing.clock import clock_trouble
from app.operations.sealing.pin_lock import lift
from app.operations.sealing.registry import has_registry, known_seals
from app.protocol.feed import ChangeKind
from app.seal.image import SealImage
from app.seal.keys import KeyProvider
from app.seal.pin_guard import PinLedger, Tries
from app.seal.pkcs12 import MOST_BYTES, Pkcs12File
from app.seal.problems import SealError

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from app.seal.pkcs11 import Pkcs11Token
    from app.store.readmodels import CaseView

_KEYS: Final = "seals.keys"
_IMAGES: Final = "seals.images"
_TRIES: Final = "seals.tries"


class KeyPlace(BaseModel):
    """Where the key of a seal is: a PKCS#12 file, or a token by module and labels. No PIN.

    ``certificate`` is DER in base64, learnt when the key was first opened, ``above`` those of its
    issuers upwards; ``file_sha256`` names the key file's content then.
    """

    model_config = ConfigDict(frozen=True)

    backend: Literal["PKCS12", "PKCS11"]
    path: str
    token: str = ""
    label: str = ""
    certificate: str = ""
    above: tuple[str, ...] = ()
    file_sha256: str = ""


class JournalLedger(PinLedger):
    """Wrong PINs, counted in the journal: on the disk before a PIN is tried."""

    def __init__(self, ws: Workspace) -> None:
        self._journal = ws.journal

    def load(self, key: str) -> Tries:
        """See :class:`app.seal.pin_guard.PinLedger`."""
        kept = self._journal.setting(_TRIES, {}).get(key)
        if not kept:
            return Tries()
        last = datetime.fromisoformat(kept["last"]) if kept["last"] else None
        return Tries(kept["wrong"], last)

    def store(self, key: str, tries: Tries) -> None:
        """See :class:`app.seal.pin_guard.PinLedger`."""
        kept = dict(self._journal.setting(_TRIES, {}))
        last = tries.last.isoformat() if tries.last else ""
        kept[key] = {"wrong": tries.wrong, "last": last}
        self._journal.put_settings({_TRIES: kept})


def office_seals(ws: Workspace, cases: Iterable[CaseView]) -> list[Seal]:
    """The seals of the officer's own office that stand in the registry, by name.

    Where no registry came yet, those that the cases tell of.
    """
    if has_registry(ws):
        return registered_seals(ws)
    found: dict[str, Seal] = {}
    for case in cases:
        around = case.application.surroundings
        for seal in (around.seals if around else None) or []:
            if seal.owner_org == ws.account.org.org_id:
                found[seal.seal_id] = seal
    return sorted(found.values(), key=lambda seal: seal.name)


def registered_seals(ws: Workspace) -> list[Seal]:
    """The seals of the officer's own office, by name: of the registry, else of all cases here."""
    own = ws.account.org.org_id
    if has_registry(ws):
        return [seal for seal in known_seals(ws) if seal.owner_org == own]
    found: dict[str, Seal] = {}
    for body in ws.cache.documents(ChangeKind.APPLICATION.value).values():
        around = json.loads(body).get("surroundings") or {}
        for told in around.get("seals") or ():
            if told.get("owner_org") == own:
                seal = Seal.model_validate(told)
                found[seal.seal_id] = seal
    return sorted(found.values(), key=lambda seal: seal.name)


def why_unusable(ws: Workspace, seal: Seal, now: datetime) -> str:
    """A code of the catalogue for why the officer cannot use a seal now; empty where they can."""
    trouble = clock_trouble(ws)
    if trouble is not None:
        return trouble.code
    if seal.status is not SealStatus.ACTIVE:
        return f"sealing.status.{seal.status.value}"
    if now < seal.valid_from:
        return "sealing.status.NOT_YET"
    if now > seal.valid_to:
        return f"sealing.status.{SealStatus.EXPIRED.value}"
    if seal.holders and ws.account.user_id not in seal.holders:
        return "sealing.not_holder"
    return "" if seal.seal_id in _bound(ws) else "sealing.no_key"


def bind_key(ws: Workspace, seal_id: str, place: KeyPlace, image: SealImage) -> None:
    """Note on this machine which key and which picture belong to a seal."""
    keys = dict(ws.journal.setting(_KEYS, {}))
    before = {} if seal_id not in keys else {
        name: keys[seal_id].get(name, "") for name in ("backend", "file_sha256", "token", "label")
    }  # fmt: skip
    keys[seal_id] = place.model_dump(mode="json")
    images = dict(ws.journal.setting(_IMAGES, {}))
    images[seal_id] = {
        "width": image.width,
        "height": image.height,
        "size_mm": list(image.size_mm),
        "mask": base64.b64encode(image.packed).decode("ascii"),
    }
    with ws.transaction() as writer:
        writer.put_setting(_KEYS, keys)
        writer.put_setting(_IMAGES, images)
        told = place.model_dump(mode="json", include={"backend", "file_sha256", "token", "label"})
        writer.audit("seal.bind", seal_id, told | {"image": image.sha256, "before": before})


def unbind_key(ws: Workspace, seal_id: str) -> None:
    """Forget on this machine where the key of a seal is, and its picture. The key itself stays.

    :raises OperationRefused: ``sealing.no_key``: none is bound.
    """
    keys, images = dict(_bound(ws)), dict(ws.journal.setting(_IMAGES, {}))
    if seal_id not in keys:
        raise OperationRefused("sealing.no_key")
    place = KeyPlace.model_validate(keys.pop(seal_id))
    images.pop(seal_id, None)
    with ws.transaction() as writer:
        writer.put_setting(_KEYS, keys)
        writer.put_setting(_IMAGES, images)
        told = place.model_dump(mode="json", include={"backend", "file_sha256", "token", "label"})
        writer.audit("seal.unbind", seal_id, told)


def key_place(ws: Workspace, seal_id: str) -> KeyPlace | None:
    """Where the key of a seal is, if this machine has been told."""
    kept = _bound(ws).get(seal_id)
    return KeyPlace.model_validate(kept) if kept else None


def provider(ws: Workspace, seal_id: str) -> KeyProvider:
    """The key of a seal, still closed; its lock is lifted where the registrar did.

    :raises OperationRefused: ``sealing.no_key``.
    """
    place = key_place(ws, seal_id)
    if place is None:
        raise OperationRefused("sealing.no_key")
    key = provider_at(ws, place)
    with suppress(SealError):  # no file or no token: opening it says so
        lift(ws, seal_id, key.guard())
    return key


def provider_at(ws: Workspace, place: KeyPlace) -> Pkcs12File | Pkcs11Token:
    """The key at a place, still closed; wrong PINs are counted in the journal."""
    ledger = JournalLedger(ws)
    if place.backend == "PKCS11":
        from app.seal.pkcs11 import Pkcs11Token  # the library is there only where tokens are

        return Pkcs11Token(Path(place.path), place.token, place.label, ledger)
    certificate = base64.b64decode(place.certificate) if place.certificate else None
    above = [base64.b64decode(one) for one in place.above]
    sha256 = place.file_sha256 or None
    return Pkcs12File(Path(place.path), ledger, sha256=sha256, certificate=certificate, above=above)


def file_sha256(path: Path) -> str | None:
    """SHA-256 of a key file; None where it cannot be read. Of what is too large for one, the hash
    is of its beginning."""
    try:
        with path.open("rb") as file:
            return hashlib.sha256(file.read(MOST_BYTES + 1)).hexdigest()
    except OSError:
        return None


def seal_image(ws: Workspace, seal_id: str) -> SealImage:
    """The picture of a seal.

    :raises OperationRefused: ``sealing.no_key``: it comes with the key.
    """
    kept: dict[str, Any] | None = ws.journal.setting(_IMAGES, {}).get(seal_id)
    if kept is None:
        raise OperationRefused("sealing.no_key")
    mask = zlib.decompress(base64.b64decode(kept["mask"]))
    width, height = kept["size_mm"]
    return SealImage(kept["width"], kept["height"], mask, (float(width), float(height)))


def _bound(ws: Workspace) -> dict[str, Any]:
    kept: dict[str, Any] = ws.journal.setting(_KEYS, {})
    return kept
