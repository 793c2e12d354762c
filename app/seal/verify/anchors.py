"""What a verifier starts from: authorities with their lists, or a seal's own certificate.

A registered certificate is trusted as it stands, whoever issued it, and the registry says whether
it was revoked. Where its authority is known and has a list here, it is checked through that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from app.domain.sealing import Seal
from app.seal.certificate import chain
from app.seal.verify.trust import TrustContext, of_registry

Signed = tuple[x509.Certificate, x509.CertificateRevocationList]


def context(
    seals: Iterable[Seal],
    *,
    now: datetime,
    roots: Iterable[bytes] = (),
    time_roots: Iterable[bytes] = (),
    crls: Iterable[bytes] = (),
    received_at: datetime | None = None,
    expected: tuple[str, int, str] | None = None,
) -> TrustContext:
    """What to verify by; ``received_at`` and ``expected`` as in :class:`TrustContext`.

    :param roots: certificates of authorities, DER; ``time_roots`` of time-stamp authorities.
    :param crls: lists of revoked certificates, DER. One that no root signed counts for nothing,
        one out of date only for the certificates that it names.
    :raises ValueError: a certificate or list is none.
    """
    known, pinned = of_registry(seals)
    authorities = [x509.load_der_x509_certificate(der) for der in dict.fromkeys(roots)]
    lists = [x509.load_der_x509_crl(der) for der in dict.fromkeys(crls)]
    signed = [(above, one) for above in authorities for one in lists if _signed_by(one, above)]
    # A list of an authority below a root is of use only through that root.
    tops = [one for one in authorities if chain(one, authorities)[-1] == one]
    alone = [
        der
        for der in pinned
        if not _covered(x509.load_der_x509_certificate(der), authorities, signed, now)
    ]
    return TrustContext(
        roots=tuple(dict.fromkeys((*alone, *map(_der, tops)))),
        above=tuple(_der(one) for one in authorities if one not in tops),
        time_roots=tuple(dict.fromkeys(time_roots)),
        crls=tuple(dict.fromkeys(one.public_bytes(Encoding.DER) for _above, one in signed)),
        seals=known,
        received_at=received_at,
        expected=expected,
        now=now,
    )


def _covered(
    certificate: x509.Certificate,
    authorities: Sequence[x509.Certificate],
    signed: Sequence[Signed],
    now: datetime,
) -> bool:
    """Whether its authorities' lists decide: one names it, or all are here and up to date."""
    path = chain(certificate, authorities)
    top = path[-1]
    if len(path) == 1 or top.subject != top.issuer:
        return False
    steps = [
        (lower, [listed for root, listed in signed if root == above])
        for lower, above in pairwise(path)
    ]
    named = any(_names(listed, lower) for lower, lists in steps for listed in lists)
    return named or all(any(_fresh(listed, now) for listed in lists) for _lower, lists in steps)


def _fresh(listed: x509.CertificateRevocationList, now: datetime) -> bool:
    return listed.next_update_utc is not None and now <= listed.next_update_utc


def _names(listed: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    return listed.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None


def _signed_by(listed: x509.CertificateRevocationList, above: x509.Certificate) -> bool:
    if listed.issuer != above.subject:
        return False
    try:
        return listed.is_signature_valid(above.public_key())  # type: ignore[arg-type]
    except (TypeError, UnsupportedAlgorithm):
        return False


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
