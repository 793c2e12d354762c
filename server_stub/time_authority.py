"""A local time-stamp authority (RFC 3161) for the demo; a real server names one of its own.

Its key is made once and kept in the data folder. Its tokens prove nothing to anybody else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from server_stub.clock import Clock
from server_stub.key_file import read_key, write_key

_NAME: Final = "TitleDesk 演示时间戳"
_YEARS: Final = timedelta(days=3650)


def local_authority(folder: Path, clock: Clock) -> TimeStamper:
    """The authority of a data folder; made where it is not there yet."""
    path = folder / "time-authority.pem"
    if not path.exists():
        _make(path)
    key, certificate = read_key(path)
    der = serialization.Encoding.DER
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _OnTime(
        asn1_x509.Certificate.load(certificate.public_bytes(der)),
        keys.PrivateKeyInfo.load(private),
        clock,
    )


def certificate_of(folder: Path) -> bytes:
    """The authority's certificate, DER; empty where there is none."""
    path = folder / "time-authority.pem"
    if not path.exists():
        return b""
    _key, certificate = read_key(path)
    return certificate.public_bytes(serialization.Encoding.DER)


class _OnTime(DummyTimeStamper):
    """Stamps with the server's clock, which may be a test's."""

    def __init__(
        self, certificate: asn1_x509.Certificate, key: keys.PrivateKeyInfo, clock: Clock
    ) -> None:
        super().__init__(tsa_cert=certificate, tsa_key=key)
        self._clock = clock

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> object:
        """See :class:`pyhanko.sign.timestamps.TimeStamper`."""
        self.fixed_dt = self._clock.now()
        return await super().async_timestamp(message_digest, md_algorithm)


def _make(path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    begin = datetime.now(UTC) - _YEARS
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + 2 * _YEARS)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
        .add_extension(x509.BasicConstraints(False, None), True)
        .sign(key, hashes.SHA256())
    )
    write_key(path, key, certificate)
