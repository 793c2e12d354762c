"""A local certificate authority for the demo's seals, with a list of what is revoked (RFC 5280).

Its key is made once and kept in the data folder. A real server names authorities of its own in its
settings; what this one issues proves nothing to anybody else.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from server_stub.clock import Clock
from server_stub.key_file import read_key, write_key

_NAME: Final = "TitleDesk 演示印章根证书"
_FILE: Final = "seal-authority.pem"
_YEARS: Final = timedelta(days=3650)
_LIST_DAYS: Final = timedelta(days=30)
"""How long a list serves: a machine may be away from the server that long."""
_AGAIN: Final = timedelta(days=1)
"""A list older than this is made anew, also where nothing was revoked since."""
_DER: Final = serialization.Encoding.DER

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class Authority:
    """A certificate with its key. Thread-safe.

    Attributes:
        certificate: the root that everything it issues leads to.
    """

    def __init__(
        self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, clock: Clock
    ) -> None:
        self.certificate = certificate
        self._key = key
        self._clock = clock
        self._lock = threading.Lock()
        self._made: tuple[dict[int, datetime], datetime, bytes] | None = None

    @property
    def der(self) -> bytes:
        """Its certificate, DER."""
        return self.certificate.public_bytes(_DER)

    def issue(
        self,
        public_key: PublicKey,
        common_name: str,
        organisation: str,
        years: float = 2,
        *,
        begin: datetime | None = None,
    ) -> x509.Certificate:
        """A certificate for the key of a seal, good for signing alone.

        :param begin: when it begins to be valid; the server's present without one.
        """
        since = begin or self._clock.now()
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            ]
        )
        above = self.certificate.public_key()
        assert isinstance(above, ec.EllipticCurvePublicKey)
        return (
            _builder(subject, public_key, since, timedelta(days=365.25 * years))
            .issuer_name(self.certificate.subject)
            .add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(_usage("digital_signature", "content_commitment"), True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), False)
            .sign(self._key, hashes.SHA256())
        )

    def issued(self, certificate: x509.Certificate) -> bool:
        """Whether a certificate is one of its own."""
        try:
            certificate.verify_directly_issued_by(self.certificate)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True

    def revocation_list(self, revoked: Mapping[int, datetime]) -> bytes:
        """The list of these serial numbers, each with when it was revoked; DER.

        The same bytes as last time while nothing was revoked since and the list is fresh.
        """
        now, wanted = self._clock.now(), dict(revoked)
        with self._lock:
            if self._made is not None:
                told, at, body = self._made
                if told == wanted and at <= now < at + _AGAIN:
                    return body
            body = self._signed(wanted, now)
            self._made = (wanted, now, body)
            return body

    def _signed(self, revoked: Mapping[int, datetime], now: datetime) -> bytes:
        above = self.certificate.public_key()
        assert isinstance(above, ec.EllipticCurvePublicKey)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now)
            .next_update(now + _LIST_DAYS)
            .add_extension(x509.CRLNumber(int(now.timestamp())), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), False)
        )
        for serial, at in sorted(revoked.items()):
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._key, hashes.SHA256()).public_bytes(_DER)


def local_authority(folder: Path, clock: Clock) -> Authority:
    """The authority of a data folder; made where it is not there yet."""
    path = folder / _FILE
    if not path.exists():
        _make(path)
    key, certificate = read_key(path)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Authority(certificate, key, clock)


def _make(path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    certificate = (
        _builder(name, key.public_key(), datetime.now(UTC) - _YEARS, 2 * _YEARS)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(True, 0), True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), True)
        .sign(key, hashes.SHA256())
    )
    write_key(path, key, certificate)


def _builder(
    subject: x509.Name, key: PublicKey, begin: datetime, term: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + term)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
    )


def _usage(*wanted: str) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{one: one in wanted for one in every})
