"""A small certificate authority with invented names: a root, an issuer, and seal keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

PIN = "246810-Seal"
OFFICE = "示例市人力资源和社会保障局"
BORN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 6, 1, 9, 30, tzinfo=dt.UTC)
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


@dataclass(frozen=True)
class Issued:
    """A certificate with its key and the certificates above it."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(DER)

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def p12(self, pin: str = PIN) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"seal",
            self.key,
            self.certificate,
            list(self.above),
            # few rounds: the files of tests are opened a hundred times
            serialization.PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(2000)
            .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
            .hmac_hash(hashes.SHA256())
            .build(pin.encode()),
        )

    def write(self, folder: Path, name: str = "seal.p12", pin: str = PIN) -> Path:
        path = folder / name
        path.write_bytes(self.p12(pin))
        return path


def name(common: str, organisation: str = OFFICE) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ])  # fmt: skip


def usage(*wanted: str) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{one: one in wanted for one in every})


def new_key(kind: str) -> Key:
    if kind.startswith("RSA-"):
        return rsa.generate_private_key(65537, int(kind.removeprefix("RSA-")))
    return ec.generate_private_key(ec.SECP256R1() if kind == "P-256" else ec.SECP384R1())


@cache
def root() -> Issued:
    key = new_key("P-256")
    return Issued(_ca("示例印章根证书", key, None, key), key)


@cache
def issuer() -> Issued:
    key = new_key("P-256")
    certificate = _ca("示例印章签发证书", key, root().certificate, root().key)
    return Issued(certificate, key, (root().certificate,))


def seal_key(
    kind: str = "P-256",
    subject: str = "职称评审专用章",
    *,
    organisation: str = OFFICE,
    begin: dt.datetime = BORN,
    days: int = 730,
    usages: tuple[str, ...] = ("digital_signature", "content_commitment"),
) -> Issued:
    """The one key with these particulars."""
    return _seal_key(kind, subject, organisation, begin, days, usages)


@cache
def _seal_key(
    kind: str,
    subject: str,
    organisation: str,
    begin: dt.datetime,
    days: int,
    usages: tuple[str, ...],
) -> Issued:
    key = new_key(kind)
    above = issuer()
    certificate = (
        _builder(name(subject, organisation), key, begin, days)
        .issuer_name(above.certificate.subject)
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(usage(*usages), True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(_public(above.key)), False
        )
        .sign(above.key, hashes.SHA256())
    )
    return Issued(certificate, key, (above.certificate, *above.above))


def revocation_list(above: Issued, *revoked: x509.Certificate, on: dt.datetime = BORN) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(above.certificate.subject)
        .last_update(on)
        .next_update(on + dt.timedelta(days=3650))
        .add_extension(x509.CRLNumber(1), False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(BORN).build())
    return builder.sign(above.key, hashes.SHA256()).public_bytes(DER)


def _ca(common: str, key: Key, above: x509.Certificate | None, signs: Key) -> x509.Certificate:
    builder = (
        _builder(name(common), key, BORN, 3650)
        .issuer_name(above.subject if above else name(common))
        .add_extension(x509.BasicConstraints(True, 0 if above else None), True)
        .add_extension(usage("key_cert_sign", "crl_sign"), True)
    )
    if above:
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(_public(signs))
        builder = builder.add_extension(known, False)
    return builder.sign(signs, hashes.SHA256())


def _builder(
    subject: x509.Name, key: Key, begin: dt.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(_public(key))
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(_public(key)), False)
    )


def _public(key: Key) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    return key.public_key()
