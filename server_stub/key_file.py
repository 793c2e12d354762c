"""A key with its certificate in one file of the data folder, readable by its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def read_key(path: Path) -> tuple[Key, x509.Certificate]:
    """What :func:`write_key` wrote.

    :raises ValueError: there is no key or no certificate in it.
    :raises TypeError: the key is of another kind.
    """
    pem = path.read_bytes()
    key = load_pem_private_key(pem, None)
    if not isinstance(key, Key):
        raise TypeError(path.name)
    return key, x509.load_pem_x509_certificate(pem)


def write_key(path: Path, key: Key, certificate: x509.Certificate) -> None:
    """Put both into a file, which is there whole or not at all."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(private + certificate.public_bytes(Encoding.PEM))
    part.replace(path)
