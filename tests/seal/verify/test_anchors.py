"""Which certificates are trusted by themselves, and which through an authority and its list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from app.domain.sealing import Seal, SealChange, SealStatus
from app.seal.verify.anchors import context
from app.seal.verify.document import verify
from app.seal.verify.verdict import SealVerdict, Verdict
from tests.seal import picture, pki
from tests.seal.registered import registered
from tests.seal.verify import sealed as desk

ISSUER = pki.issuer().certificate.public_bytes(Encoding.DER)
ROOT = pki.root().certificate.public_bytes(Encoding.DER)
ABOVE = pki.revocation_list(pki.root())
CLEAN = pki.revocation_list(pki.issuer())
NAMED = pki.revocation_list(pki.issuer(), pki.seal_key().certificate)
LATE = pki.BORN + timedelta(days=5000)
"""When the lists are out of date."""


def seal(*history: SealChange, **changes: Any) -> Seal:
    return registered(history=list(history), **changes)


def judged(known: Seal, now: datetime = pki.NOW, **more: object) -> SealVerdict:
    roots, crls = more.get("roots", (ISSUER, ROOT)), more.get("crls", ())
    assert isinstance(roots, tuple)
    assert isinstance(crls, tuple)
    (one,) = verify(
        desk.sealed(), context([known], now=now, roots=roots, crls=(*crls, ABOVE))
    ).seals
    return one


def test_a_registered_certificate_is_trusted_as_it_stands() -> None:
    assert judged(seal(), roots=()).verdict is Verdict.AWAITING_TIMESTAMP


def test_a_list_of_its_authority_decides_where_there_is_one() -> None:
    assert judged(seal(), crls=(CLEAN,)).verdict is Verdict.AWAITING_TIMESTAMP
    assert judged(seal(), crls=(NAMED,)).reason == "CERT_REVOKED"


def test_a_list_that_is_newer_than_the_seal_tells_of_it_too() -> None:
    later = _list(pki.NOW + timedelta(days=3))
    assert judged(seal(), crls=(later,)).verdict is Verdict.AWAITING_TIMESTAMP


def test_what_was_revoked_after_the_seal_was_good_then() -> None:
    cert = pki.seal_key().certificate
    later = _list(pki.NOW + timedelta(days=3), cert, at=pki.NOW + timedelta(days=2))
    assert judged(seal(), crls=(later,)).verdict is Verdict.AWAITING_TIMESTAMP
    before = _list(pki.NOW + timedelta(days=3), cert, at=pki.NOW - timedelta(days=2))
    assert judged(seal(), crls=(before,)).reason == "CERT_REVOKED"


def test_a_list_out_of_date_counts_for_what_it_names_alone() -> None:
    assert judged(seal(), LATE, crls=(CLEAN,)).verdict is Verdict.AWAITING_TIMESTAMP
    assert not judged(seal(), LATE, crls=(NAMED,)).verdict.good


def test_a_list_nobody_known_signed_counts_for_nothing() -> None:
    foreign = _list(pki.NOW, pki.seal_key().certificate, signs=pki.root())
    assert judged(seal(), crls=(foreign,)).verdict is Verdict.AWAITING_TIMESTAMP
    assert context([seal()], now=pki.NOW, roots=(ISSUER, ROOT), crls=(foreign,)).crls == ()


def step(days: float, status: SealStatus, term: float = 700) -> SealChange:
    return SealChange(
        at=pki.NOW + timedelta(days=days),
        status=status,
        valid_to=pki.BORN + timedelta(days=term),
    )


def test_a_seal_frozen_and_active_again_is_judged_by_what_it_was_then() -> None:
    begun = step(-100, SealStatus.ACTIVE)
    frozen_then = seal(begun, step(-2, SealStatus.FROZEN), step(2, SealStatus.ACTIVE))
    assert judged(frozen_then, roots=()).verdict is Verdict.SEAL_SUSPENDED
    before = seal(begun, step(-4, SealStatus.FROZEN), step(-2, SealStatus.ACTIVE))
    assert judged(before, roots=()).verdict is Verdict.AWAITING_TIMESTAMP
    after = seal(
        begun, step(2, SealStatus.REVOKED), status=SealStatus.REVOKED, status_since=pki.NOW
    )
    assert judged(after, roots=()).verdict is Verdict.AWAITING_TIMESTAMP


@pytest.mark.parametrize("status", [SealStatus.REVOKED, SealStatus.FROZEN])
def test_a_seal_out_of_use_proves_nothing_by_the_day_it_claims(status: SealStatus) -> None:
    ended = seal(step(-100, SealStatus.ACTIVE), step(2, status), status=status)
    later = pki.NOW + timedelta(days=9)
    assert judged(ended, now=later, roots=()).verdict in (
        Verdict.SEAL_REVOKED, Verdict.SEAL_SUSPENDED,
    )  # fmt: skip
    came = context([ended], now=later, received_at=pki.NOW + timedelta(days=1))
    assert verify(desk.sealed(), came).good, "it came in before"


def test_a_certificate_that_was_revoked_since_proves_nothing_by_the_day_it_claims() -> None:
    cert = pki.seal_key().certificate
    since = _list(pki.NOW + timedelta(days=3), cert, at=pki.NOW + timedelta(days=2))
    later = pki.NOW + timedelta(days=9)
    assert judged(seal(), now=later, crls=(since,)).reason == "CERT_REVOKED"


def test_a_gap_between_two_terms_is_seen() -> None:
    short = step(-100, SealStatus.ACTIVE, term=100)
    renewed = seal(short, step(10, SealStatus.ACTIVE))
    assert (judged(renewed, roots=()).verdict, judged(renewed, roots=()).reason) == (
        Verdict.SEAL_EXPIRED, "LAPSED",
    )  # fmt: skip
    in_time = seal(short, step(-90, SealStatus.ACTIVE))
    assert judged(in_time, roots=()).verdict is Verdict.AWAITING_TIMESTAMP


def test_a_picture_it_had_before_is_its_own() -> None:
    mask = picture.seal_image().sha256
    changed = seal(mask_sha256="0" * 64)
    assert judged(changed, roots=()).reason == "OTHER_PICTURE"
    known = changed.model_copy(update={"former_masks": [mask]})
    assert judged(known, roots=()).verdict is Verdict.AWAITING_TIMESTAMP


def _list(
    made: datetime,
    *revoked: x509.Certificate,
    at: datetime = pki.BORN,
    signs: pki.Issued | None = None,
) -> bytes:
    """A list of the issuer made at a moment; ``signs`` is who really signs it."""

    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(pki.issuer().certificate.subject)
        .last_update(made)
        .next_update(made + timedelta(days=30))
        .add_extension(x509.CRLNumber(2), False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(at).build())
    key = (signs or pki.issuer()).key
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
