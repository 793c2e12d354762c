"""That somebody has a key: a signature by it over a statement, and the check of one."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from app.seal.keys import OpenKey


def prove(key: OpenKey, statement: bytes) -> bytes:
    """Sign ``statement``: PKCS#1 v1.5, or ECDSA as DER, with SHA-256.

    :raises SealError: the key was closed or taken away.
    """
    signed: bytes = key.run(key.signer.async_sign_raw(statement, key.digest))
    return signed


def proves(certificate: x509.Certificate, proof: bytes, statement: bytes) -> bool:
    """Whether ``proof`` is a signature of ``statement`` by the key of ``certificate``.

    Keys that no seal is made with prove nothing.
    """
    public = certificate.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(proof, statement, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(proof, statement, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True
