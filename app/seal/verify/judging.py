"""What is looked at in a seal, gravest first; the first that is wrong is the verdict."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography.x509 import (
    CertificateRevocationList,
    load_der_x509_certificate,
    load_der_x509_crl,
)
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from app.domain.sealing import SealStatus
from app.seal.binding import Binding
from app.seal.verify.gap import only_itself
from app.seal.verify.later import BUT_METADATA
from app.seal.verify.named import Named
from app.seal.verify.pictures import masks_of_field
from app.seal.verify.shown import nothing_but_a_seal
from app.seal.verify.strays import has_strays
from app.seal.verify.trust import RegisteredSeal, TrustContext
from app.seal.verify.verdict import Verdict

Found = tuple[Verdict, str, dict[str, str]] | None
"""Verdict, reason and its parameters; None where nothing is wrong."""
_OUT_OF_TERM: Final = frozenset(
    {AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED}
)
_OUT_OF_USE: Final = frozenset({SealStatus.REVOKED, SealStatus.FROZEN})


@dataclass(frozen=True, slots=True)
class Seen:
    """A signature with all that is known of it. ``is_last``: no other one was put on later."""

    signature: EmbeddedPdfSignature
    status: PdfSignatureStatus
    data: bytes
    trust: TrustContext
    names: Named
    binding: Binding | None
    seal: RegisteredSeal | None
    is_last: bool


def judge(at: Seen) -> Found:
    """The first thing that is wrong."""
    for look in (_bytes, _later, _origin, _trusted, _term):
        found = look(at)
        if found is not None:
            return found
    return None


def _bytes(at: Seen) -> Found:
    """The signed bytes are those that were signed, and by the key of the certificate."""
    if at.status.intact and at.status.valid:
        return None
    cases = {case_id for case_id, _ in at.names.cases}
    if at.binding is not None and cases and at.binding.case_id not in cases:
        return Verdict.PASTED_FROM_ELSEWHERE, "OTHER_DOCUMENT", {"case": at.binding.case_id}
    return Verdict.CHANGED, "BYTES", {}


def _later(at: Seen) -> Found:
    """Nothing stands behind the signed revision but further seals."""
    whole = only_itself(at.data, at.signature.byte_range, at.signature.pkcs7_content)
    if not whole or at.status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Verdict.CHANGED, "COVERAGE", {}
    end = sum(int(number) for number in list(at.signature.byte_range)[2:])
    if has_strays(at.signature.reader, at.data, end):
        return Verdict.ADDED_AFTER, "CONTENT", {}
    difference = at.status.diff_result
    if isinstance(difference, SuspiciousModification):
        rest = at.signature.evaluate_modifications(BUT_METADATA)
        kind = "CONTENT" if isinstance(rest, SuspiciousModification) else "METADATA"
        return Verdict.ADDED_AFTER, kind, {}
    level = at.status.modification_level
    if level is not None and level > ModificationLevel.FORM_FILLING:
        return Verdict.ADDED_AFTER, "CONTENT", {}
    if at.is_last and at.status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return Verdict.ADDED_AFTER, "TRAILING", {}
    return None


def _origin(at: Seen) -> Found:
    """The seal was put on this very case and version, and it is the one that was expected."""
    if at.binding is None:
        return Verdict.NOT_TRUSTED, "NO_BINDING", {}
    here = (at.binding.case_id, at.binding.version_no)
    if at.names.cases and here not in at.names.cases:
        return Verdict.OTHER_CASE_OR_VERSION, "NOT_OF_DOCUMENT", _of(at.binding)
    if at.trust.expected is not None:
        case_id, version_no, content = at.trust.expected
        if here != (case_id, version_no) or at.binding.content_sha256 != content:
            return Verdict.OTHER_CASE_OR_VERSION, "NOT_EXPECTED", _of(at.binding)
    return None


def _trusted(at: Seen) -> Found:
    """The certificate leads to a root, and it and the picture are those of the registered seal."""
    if at.status.revoked or _on_a_list(at):
        return Verdict.SEAL_REVOKED, "CERT_REVOKED", {}
    if not at.status.trusted:
        if at.status.trust_problem_indic in _OUT_OF_TERM:
            return Verdict.SEAL_EXPIRED, "CERT_TERM", {}
        return Verdict.NOT_TRUSTED, "CERT", {}
    if at.seal is None:
        return Verdict.NOT_TRUSTED, "NOT_REGISTERED", {}
    fingerprint = hashlib.sha256(at.signature.signer_cert.dump()).hexdigest()
    if fingerprint not in at.seal.certificates:
        return Verdict.NOT_TRUSTED, "OTHER_CERT", {"name": at.seal.name}
    if not nothing_but_a_seal(at.signature.sig_field):
        return Verdict.NOT_TRUSTED, "APPEARANCE", {"name": at.seal.name}
    if at.seal.mask_sha256:
        masks = masks_of_field(at.signature.sig_field)
        if masks and not masks & at.seal.pictures:
            return Verdict.NOT_TRUSTED, "OTHER_PICTURE", {"name": at.seal.name}
    return None


def _term(at: Seen) -> Found:
    """The seal was in use when it was put on: by the time stamp, else when the file came in.

    Where neither is known, then by its own word, and it must be in use now.
    """
    assert at.seal is not None
    then = _moment(at)
    status = at.seal.status_at(then)
    if _proven(at) is None and at.trust.now is not None:
        present = at.seal.status_at(at.trust.now)
        status = present if present in _OUT_OF_USE else status
    if status is SealStatus.REVOKED:
        return Verdict.SEAL_REVOKED, "REVOKED", {"name": at.seal.name}
    if status is SealStatus.FROZEN:
        return Verdict.SEAL_SUSPENDED, "SUSPENDED", {"name": at.seal.name}
    if status is SealStatus.EXPIRED:
        return Verdict.SEAL_EXPIRED, "LAPSED", {"name": at.seal.name}
    if then is not None and not at.seal.valid_from <= then <= at.seal.valid_to:
        until = f"{at.seal.valid_from:%Y-%m-%d}–{at.seal.valid_to:%Y-%m-%d}"
        return Verdict.SEAL_EXPIRED, "TERM", {"name": at.seal.name, "term": until}
    return None


def _moment(at: Seen) -> datetime | None:
    return _proven(at) or at.signature.self_reported_timestamp


def _proven(at: Seen) -> datetime | None:
    """When the seal was there at the latest; None where only its own word tells."""
    return time_stamp_of(at.status) or at.trust.received_at


def _on_a_list(at: Seen) -> bool:
    """Whether a list names the certificate as revoked by the time that is proven, else by now."""
    until = _proven(at) or at.trust.now
    own = load_der_x509_certificate(at.signature.signer_cert.dump())
    for listed in map(_list_of, at.trust.crls):
        entry = listed.get_revoked_certificate_by_serial_number(own.serial_number)
        if entry is None or until is None or listed.issuer != own.issuer:
            continue
        if entry.revocation_date_utc <= until:
            return True
    return False


@lru_cache(maxsize=16)
def _list_of(der: bytes) -> CertificateRevocationList:
    return load_der_x509_crl(der)


def time_stamp_of(status: PdfSignatureStatus) -> datetime | None:
    """When a trusted authority saw the signature; None where none did."""
    stamped = status.timestamp_validity
    if stamped is None or not (stamped.valid and stamped.trusted):
        return None
    moment: datetime = stamped.timestamp
    return moment


def _of(binding: Binding) -> dict[str, str]:
    return {"case": binding.case_id, "version": str(binding.version_no)}
