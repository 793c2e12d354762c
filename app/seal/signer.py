"""pyHanko's signers without the encoding they would do again and again.

asn1crypto encodes a structure that was built from values anew, with all its parts, each time it is
asked for; one read from its encoding it keeps as it is. So what pyHanko built is read back once,
and certificates are handed to it fresh and unread. The bytes stay the same; sealing takes less than
half the time (docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.attributes import SigningCertificateV2Provider
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import Signer

DIGEST = "sha256"


class Certificates:
    """A certificate chain, the signer's first, as encodings of which fresh objects are made.

    ``encoded`` is DER: what a caller keeps, and gives :class:`app.seal.pkcs12.Pkcs12File` later.
    """

    def __init__(self, chain: Sequence[x509.Certificate]) -> None:
        self.encoded = tuple(one.public_bytes(serialization.Encoding.DER) for one in chain)
        reference = as_signing_certificate_v2(self.own)
        self._reference: bytes = reference.dump()
        is_rsa = isinstance(chain[0].public_key(), rsa.RSAPublicKey)
        mechanism = {"algorithm": f"{DIGEST}_{'rsa' if is_rsa else 'ecdsa'}"}
        self._mechanism: bytes = algos.SignedDigestAlgorithm(mechanism).dump()

    @property
    def own(self) -> asn1.Certificate:
        """The signer's certificate."""
        return asn1.Certificate.load(self.encoded[0])

    @property
    def above(self) -> list[asn1.Certificate]:
        """Those above it, up to the root."""
        return [asn1.Certificate.load(one) for one in self.encoded[1:]]

    @property
    def mechanism(self) -> algos.SignedDigestAlgorithm:
        """How the key signs: PKCS#1 v1.5, or ECDSA."""
        return algos.SignedDigestAlgorithm.load(self._mechanism)

    @property
    def reference(self) -> tsp.SigningCertificateV2:
        """The value of signing-certificate-v2, without which it is no PAdES signature."""
        return tsp.SigningCertificateV2.load(self._reference)


class CertificateReference(SigningCertificateV2Provider):
    """The attribute signing-certificate-v2 with its value worked out once a key."""

    def __init__(self, certificates: Certificates) -> None:
        super().__init__(certificates.own)
        self._certificates = certificates

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        """See :class:`pyhanko.sign.attributes.CMSAttributeProvider`."""
        del dry_run
        return self._certificates.reference


class LeanSigner(Signer):
    """To be put before one of pyHanko's signers."""

    certificates: Certificates

    @property
    def signing_cert(self) -> asn1.Certificate:
        """The signer's certificate."""
        return self.certificates.own

    @property
    def cert_registry(self) -> Any:
        """The certificates that go into a signature beside the signer's own."""
        return self.certificates.above

    @property
    def signature_mechanism(self) -> algos.SignedDigestAlgorithm:
        """How the key signs."""
        return self.certificates.mechanism

    async def signed_attrs(self, *given: Any, **named: Any) -> cms.CMSAttributes:
        """pyHanko's attributes."""
        built = await super().signed_attrs(*given, **named)
        return cms.CMSAttributes.load(built.dump())

    def signer_info(self, *given: Any, **named: Any) -> cms.SignerInfo:
        """pyHanko's signer info."""
        return cms.SignerInfo.load(super().signer_info(*given, **named).dump())
