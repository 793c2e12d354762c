"""A key in a PKCS#12 file (.p12, .pfx).

The file is read when it is opened, the private key is loaded once, and neither the PIN nor the key
leaves this module: errors are raised anew outside the handler, so that no chain of causes leads
back to the frame where the PIN stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from app.seal.certificate import chain, describe, refuse_unsupported
from app.seal.keys import KeyInfo
from app.seal.loaded_key import LoadedKey
from app.seal.pin_guard import PinGuard, PinLedger
from app.seal.problems import SealCode, SealError
from app.seal.signer import DIGEST, Certificates, LeanSigner

MOST_BYTES: Final = 1 << 20
"""A key file is some kilobytes; anything larger is none."""
_SM2_CURVE: Final = "1.2.156.10197.1.301"
_DRY: Final = bytes(512)


class Pkcs12File:
    """A key file; see :class:`app.seal.keys.KeyProvider`.

    :param ledger: keeps the count of wrong PINs; the count goes with the content of the file.
    :param sha256: of the file when it was registered; another content is refused before a PIN
        is tried.
    :param certificate: DER of the certificate, remembered from an earlier opening: the file
        itself shows it to nobody without the PIN.
    :param above: DER of those above it, remembered likewise.
    """

    def __init__(
        self,
        path: Path,
        ledger: PinLedger,
        *,
        sha256: str | None = None,
        certificate: bytes | None = None,
        above: Sequence[bytes] = (),
    ) -> None:
        self._path = path
        self._ledger = ledger
        self._sha256 = sha256
        self._certificate = certificate
        self._above = tuple(above)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._path.name}>"

    def describe(self) -> KeyInfo:
        """See :class:`app.seal.keys.KeyProvider`.

        :raises SealError: PIN_NEEDED while no certificate is remembered.
        """
        if self._certificate is None:
            raise SealError(SealCode.PIN_NEEDED)
        own, *above = map(x509.load_der_x509_certificate, (self._certificate, *self._above))
        return describe(own, above)

    def guard(self) -> PinGuard:
        """The counter of wrong PINs of this file's content."""
        return PinGuard(self._ledger, f"p12:{hashlib.sha256(self._read()).hexdigest()}")

    def open(self, pin: str) -> LoadedKey:
        """See :class:`app.seal.keys.KeyProvider`."""
        data = self._read()
        if self._sha256 not in (None, hashlib.sha256(data).hexdigest()) or not _is_pfx(data):
            raise SealError(SealCode.KEY_FILE_DAMAGED)
        try:
            with self.guard().attempt() as attempt:
                content, unsupported = _decrypt(data, pin)
                if content is None and not unsupported:
                    raise SealError(SealCode.PIN_WRONG, left=attempt.left)
                attempt.right()
        finally:
            pin = ""  # a traceback keeps this frame
        if content is None:
            raise SealError(SealCode.KEY_UNSUPPORTED, algorithm=unsupported)
        return _loaded(content)

    def _read(self) -> bytes:
        missing = False
        data = b""
        try:
            with self._path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError:
            missing = True
        if missing:
            raise SealError(SealCode.KEY_FILE_MISSING)
        if len(data) > MOST_BYTES:
            raise SealError(SealCode.KEY_FILE_DAMAGED)
        return data


class LoadedKeySigner(LeanSigner):
    """Signs with a private key that was loaded once; pyHanko's own loads it at each signature."""

    def __init__(
        self, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, certificates: Certificates
    ) -> None:
        self._key = key
        self.certificates = certificates
        super().__init__()

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The bare signature of ``data``: PKCS#1 v1.5, or ECDSA as DER."""
        if dry_run:
            return _DRY
        assert digest_algorithm == DIGEST
        hashed = hashes.SHA256()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashed)
        return self._key.sign(data, ec.ECDSA(hashed))


def _is_pfx(data: bytes) -> bool:
    """Whether the outer structure is whole: without it no PIN could ever be right."""
    try:
        pfx = asn1_pkcs12.Pfx.load(data, strict=True)
        return pfx["version"].native == "v3" and bool(pfx.authenticated_safe)
    except (ValueError, TypeError, KeyError):
        return False


def _decrypt(data: bytes, pin: str) -> tuple[pkcs12.PKCS12KeyAndCertificates | None, str]:
    """The content, None where the PIN does not open it; else what in it is not supported."""
    try:
        return pkcs12.load_pkcs12(data, pin.encode()), ""
    except ValueError:
        return None, ""
    except UnsupportedAlgorithm as error:  # the PIN was right: the key could be looked at
        return None, "SM2" if _SM2_CURVE in str(error) else str(error)


def _loaded(content: pkcs12.PKCS12KeyAndCertificates) -> LoadedKey:
    key = content.key
    own = content.cert.certificate if content.cert else None
    if key is None or own is None:
        raise SealError(SealCode.KEY_NOT_FOUND, label="PKCS#12")
    refuse_unsupported(own)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or _spki(
        key.public_key()
    ) != _spki(own.public_key()):
        raise SealError(SealCode.KEY_NOT_OF_CERT)
    others = [one.certificate for one in content.additional_certs]
    signer = LoadedKeySigner(key, Certificates(chain(own, others)))
    return LoadedKey(describe(own, others), signer)


def _spki(key: object) -> bytes:
    assert isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
