"""Verifying a document: every seal of it, in the order they were put on."""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from asn1crypto import crl, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.seal.binding import read_binding
from app.seal.verify.judging import Seen, judge, time_stamp_of
from app.seal.verify.later import STRICT
from app.seal.verify.named import Named, named
from app.seal.verify.pictures import masks_of_pages
from app.seal.verify.trust import TrustContext
from app.seal.verify.verdict import FileVerdict, SealVerdict, Verdict

_DAMAGE: Final = (
    PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError,
    zlib.error, AssertionError, NotImplementedError,
)  # fmt: skip
"""What a PDF parser meets in a file that is none, or no whole one."""
_SM2: Final = "1.2.156.10197.1.501"
_MOST_SEALS: Final = 30
_MOST_REVISIONS: Final = 60
"""More than any form has. Each seal is held against each later revision: a file made of thousands
would keep a server busy for hours."""


class _TooManyError(ValueError):
    """Seals or revisions."""


def verify(data: bytes, trust: TrustContext) -> FileVerdict:
    """Verify every seal of a PDF. Never raises for what the file holds.

    Blocks; runs a loop of its own, so it belongs in a worker thread wherever one runs already.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        if reader.encrypted:
            return FileVerdict(sha256, (SealVerdict(Verdict.UNREADABLE, "ENCRYPTED"),))
        if reader.xrefs.total_revisions > _MOST_REVISIONS:
            raise _TooManyError
        signatures = reader.embedded_regular_signatures
        if len(signatures) > _MOST_SEALS:
            raise _TooManyError
        names = named(reader)
        if not signatures:
            return FileVerdict(sha256, _without(reader, trust), names.form, names.shows)
        last = signatures[-1]
        found = tuple(
            _judge(one, data, trust, names, is_last=one.field_name == last.field_name)
            for one in signatures
        )
        return FileVerdict(sha256, tuple(_covered(found)), names.form, names.shows)
    except _DAMAGE as error:
        params = {"detail": type(error).__name__}
        return FileVerdict(sha256, (SealVerdict(Verdict.UNREADABLE, "DAMAGED", params),))


def _covered(found: tuple[SealVerdict, ...]) -> Iterator[SealVerdict]:
    """A seal under a later one is proven to be older than that one's time stamp."""
    for place, one in enumerate(found):
        later = any(other.time_stamped and other.verdict.good for other in found[place + 1 :])
        if one.verdict is Verdict.AWAITING_TIMESTAMP and later:
            yield replace(one, verdict=Verdict.INTACT, reason="INTACT")
        else:
            yield one


def _without(reader: PdfFileReader, trust: TrustContext) -> tuple[SealVerdict, ...]:
    """A document nobody signed: is there a seal to be seen all the same?"""
    masks = masks_of_pages(reader.root)
    for mask in sorted(masks):
        known = trust.picture(mask)
        if known is not None:
            params = {"name": known.name}
            return (
                SealVerdict(
                    Verdict.PICTURE_ONLY, "PICTURE_OF", params,
                    seal_id=known.seal_id, seal_name=known.name,
                ),
            )  # fmt: skip
    return (SealVerdict(Verdict.PICTURE_ONLY, "PICTURE"),) if masks else ()


def _judge(
    signature: EmbeddedPdfSignature,
    data: bytes,
    trust: TrustContext,
    names: Named,
    *,
    is_last: bool,
) -> SealVerdict:
    binding = read_binding(signature.signer_info)
    seal = trust.seals.get(binding.seal_id) if binding else None
    cert = signature.signer_cert
    told: dict[str, Any] = {
        "field_name": signature.field_name,
        "seal_id": binding.seal_id if binding else "",
        "seal_name": seal.name if seal else "",
        "signer": cert.subject.native.get("common_name", "") or "",
        "serial": f"{cert.serial_number:X}",
        "sealed_at": signature.self_reported_timestamp,
        "case_id": binding.case_id if binding else "",
        "version_no": binding.version_no if binding else 0,
        "usage_no": binding.usage_no if binding else 0,
        "stand_in": signature.signer_info["signature_algorithm"]["algorithm"].dotted != _SM2,
    }
    try:
        status = asyncio.run(_validated(signature, trust))
    except SignatureValidationError as error:
        return SealVerdict(Verdict.UNREADABLE, "DAMAGED", {"detail": str(error)}, **told)
    stamped_at = time_stamp_of(status)
    if stamped_at is not None:
        told |= {"sealed_at": stamped_at, "time_stamped": True}
    found = judge(Seen(signature, status, data, trust, names, binding, seal, is_last))
    if found is not None:
        return SealVerdict(*found, **told)
    if not told.get("time_stamped"):
        return SealVerdict(Verdict.AWAITING_TIMESTAMP, "NO_TIMESTAMP", **told)
    return SealVerdict(Verdict.INTACT, "INTACT", **told)


async def _validated(signature: EmbeddedPdfSignature, trust: TrustContext) -> PdfSignatureStatus:
    moment = trust.received_at or signature.self_reported_timestamp
    signer = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trust.roots],
        other_certs=[x509.Certificate.load(der) for der in trust.above],
        crls=[crl.CertificateList.load(der) for der in trust.crls],
        moment=moment,
        allow_fetching=False,
        # A list is newer than what was sealed before it, and tells of that too.
        retroactive_revinfo=True,
        revocation_mode="require" if trust.crls else "soft-fail",
    )
    times = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trust.time_roots], allow_fetching=False
    )
    return await async_validate_pdf_signature(
        signature,
        signer_validation_context=signer,
        ts_validation_context=times,
        diff_policy=STRICT,
    )
