"""The lean signer makes the very bytes that pyHanko's own makes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.seal.binding import Binding, BoundAttributes
from app.seal.certificate import to_asn1
from app.seal.pin_guard import MemoryLedger
from app.seal.pkcs12 import Pkcs12File
from app.seal.signer import Certificates
from tests.seal import pki

DIGEST = bytes(range(32))


def cms_of(signer: object) -> bytes:
    made = asyncio.run(
        signer.async_sign(  # type: ignore[attr-defined]
            DIGEST, "sha256", use_pades=True, signed_attr_settings=PdfCMSSignedAttributes()
        )
    )
    encoded: bytes = made.dump()
    return encoded


@pytest.mark.parametrize("kind", ["RSA-2048", "RSA-3072"])
def test_it_makes_the_same_bytes(kind: str, tmp_path: Path) -> None:
    issued = pki.seal_key(kind)
    plain = SimpleSigner.load_pkcs12(str(issued.write(tmp_path)), passphrase=pki.PIN.encode())
    assert plain is not None
    above = SimpleCertificateStore()
    above.register_multiple(to_asn1(issued.above))
    plain._cert_registry = above
    with Pkcs12File(issued.write(tmp_path), MemoryLedger()).open(pki.PIN) as key:
        assert cms_of(key.signer) == cms_of(plain)


def test_our_attribute_comes_on_top_of_those_that_pades_wants(p12: Path) -> None:
    with Pkcs12File(p12, MemoryLedger()).open(pki.PIN) as key:
        certificates = key.signer.certificates
        bound = BoundAttributes(
            Binding(case_id="c", version_no=1, content_sha256="00" * 32, seal_id="s", usage_no=1),
            certificates,
        )
        kinds = [one.attribute_type for one in bound.signed_attr_providers(DIGEST, "sha256")]
    assert kinds == ["signing_certificate_v2", "titledesk_seal_binding"]


def test_a_certificate_is_handed_out_fresh() -> None:
    issued = pki.seal_key()
    certificates = Certificates([issued.certificate, *issued.above])
    certificates.own.subject.native  # noqa: B018 – reading it must not slow down the next
    assert certificates.own is not certificates.own
    assert [one.dump() for one in [certificates.own, *certificates.above]] == [
        one.public_bytes(pki.DER) for one in (issued.certificate, *issued.above)
    ]
