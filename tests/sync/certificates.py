"""Certificates for tests: good, expired, self-signed, for another host."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


class Authority:
    """A certificate authority that a test trusts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(_name("Test CA"), self.key.public_key(), None, self.key)

    def _sign(
        self,
        subject: x509.Name,
        public: ec.EllipticCurvePublicKey,
        host: str | None,
        signer: ec.EllipticCurvePrivateKey,
        *,
        ends: dt.timedelta = DAY,
        issuer: x509.Name | None = None,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 10 * DAY)
            .not_valid_after(now + ends)
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        )
        if issuer is not None:
            identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
            builder = builder.add_extension(identifier, critical=False)
        if host is not None:
            name = (
                x509.IPAddress(ipaddress.ip_address(host))
                if host[0].isdigit()
                else x509.DNSName(host)
            )
            builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        return builder.sign(signer, hashes.SHA256())

    def server(
        self, host: str = "127.0.0.1", *, ends: dt.timedelta = DAY, self_signed: bool = False
    ) -> ssl.SSLContext:
        """The server's side, with a certificate for ``host``."""
        cert, key = self.files(host, ends=ends, self_signed=self_signed)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        return context

    def files(
        self, host: str = "127.0.0.1", *, ends: dt.timedelta = DAY, self_signed: bool = False
    ) -> tuple[Path, Path]:
        """Certificate and key as PEM files."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(
            _name(host), key.public_key(), host, key if self_signed else self.key, ends=ends,
            issuer=None if self_signed else self.certificate.subject,
        )  # fmt: skip
        cert_path, key_path = self.folder / "server.pem", self.folder / "server.key"
        cert_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return cert_path, key_path

    def client(self) -> ssl.SSLContext:
        """The client's side, trusting this authority alone."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)
