"""The electronic seals of the demo: a key file and a scan for each of two units (domain §4.10).

The keys are made anew for every data folder and are good for that server alone: its own authority
issued their certificates (:mod:`server_stub.seal_authority`). The PIN is told to everybody.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from PIL import Image, ImageFilter

from app.seal.seal_image import from_scan
from server_stub.demo import ink
from server_stub.demo.cases import offices
from server_stub.demo.seeds import derive
from server_stub.demo.sheet import SEAL_RED
from server_stub.import_folder.manifest import SealSpec
from server_stub.seal_authority import Authority

PIN: Final = "246810"
"""Of every key file here."""
SIZE_MM: Final = (42.0, 42.0)
FORMS: Final = ("unit_opinion", "publicity_form", "return_notice")
"""What the seal of a unit is for."""
FILES: Final[Mapping[str, tuple[str, str]]] = {
    offices.UNIT: ("unit", "P-256"),
    offices.FOREIGN: ("county-unit", "RSA-2048"),
}
"""The offices that have one: how its files are called, and its kind of key."""

_SUBJECT: Final = "单位公章"
_YEARS: Final = 2
_ACROSS: Final = 700
"""Pixels of the seal's diameter: some 420 dots an inch."""
_MARGIN: Final = 150
_PAPER: Final = (249, 247, 241)
_ROUNDS: Final = 20_000

_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class SealKey:
    """What the registry knows of a seal's key: its certificate, DER, and its picture's mask."""

    certificate: bytes
    mask_sha256: str

    def completed(self, seal: SealSpec) -> SealSpec:
        """The registration of a seal with its key and its picture."""
        more = {
            "certificates": [base64.b64encode(self.certificate).decode("ascii")],
            "mask_sha256": self.mask_sha256,
            "size_mm": SIZE_MM,
            "allowed_forms": list(FORMS),
        }
        return seal.model_copy(update=more)


def make(folder: Path, authority: Authority, now: datetime, seed: int = 1) -> dict[str, SealKey]:
    """Write the key files, the scans and the authority's certificate.

    ``NAME.p12`` and ``NAME-scan.png`` for each of :data:`FILES`, and ``authority.pem``.

    :param folder: made if it is not there.
    :return: what to register, by the id of the seal.
    """
    folder.mkdir(parents=True, exist_ok=True)
    above = authority.certificate
    (folder / "authority.pem").write_bytes(above.public_bytes(serialization.Encoding.PEM))
    made = {}
    for org_id, (name, kind) in FILES.items():
        owner = offices.units(seed)[org_id].body.name
        key = _new_key(kind)
        begin = now - timedelta(days=30)
        own = authority.issue(key.public_key(), _SUBJECT, owner, _YEARS, begin=begin)
        packed = pkcs12.serialize_key_and_certificates(
            name.encode(), key, own, [above], _encryption()
        )
        _write_private(folder / f"{name}.p12", packed)
        picture = scan(owner)
        (folder / f"{name}-scan.png").write_bytes(_png(picture))
        mask = from_scan(picture, SIZE_MM).sha256
        made[f"seal-{org_id}"] = SealKey(own.public_bytes(serialization.Encoding.DER), mask)
    return made


def scan(owner: str) -> Image.Image:
    """A scan of an impression of the seal: red on paper that is not quite white, RGB."""
    side = _ACROSS + 2 * _MARGIN
    paper = Image.new("RGB", (side, side), _PAPER)
    mask = Image.new("L", (side, side))
    mask.paste(ink.round_seal(owner, _ACROSS), (_MARGIN, _MARGIN))
    paper.paste(SEAL_RED, (0, 0), mask.filter(ImageFilter.GaussianBlur(0.7)))
    noise = np.random.default_rng(derive("seal scan", owner)).normal(0, 2.0, (side, side, 1))
    grainy = np.asarray(paper, dtype=np.float32) + noise
    return Image.fromarray(np.rint(grainy.clip(0, 255)).astype(np.uint8))


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    dpi = _ACROSS / SIZE_MM[0] * 25.4
    picture.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _new_key(kind: str) -> _Key:
    if kind == "RSA-2048":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def _encryption() -> serialization.KeySerializationEncryption:
    return (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(PIN.encode())
    )


def _write_private(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
