"""What must be found nowhere once a seal was put on."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.seal import hsm, pki

WRONG = "wrong-pin-5550"


def needles(issued: pki.Issued) -> list[bytes]:
    """The PINs, and the private number in every spelling a program would leave."""
    if isinstance(issued.key, ec.EllipticCurvePrivateKey):
        number = issued.key.private_numbers().private_value
    else:
        assert isinstance(issued.key, rsa.RSAPrivateKey)
        number = issued.key.private_numbers().d
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    pem = issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    words = [pki.PIN.encode(), hsm.PIN.encode(), WRONG.encode(), b"PRIVATE KEY"]
    return [*words, raw, raw.hex().encode(), str(number).encode(), pem.splitlines()[1]]
