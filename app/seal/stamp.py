"""Put a seal on a document: one call is one signature in one revision (PAdES B-B).

The places of one call are covered by the same signature: a round seal in a field and a cross-page
seal belong together, and a cross-page seal cannot come later. What a call does not do: typeset,
ask for a PIN, write a file, keep a record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import BaseStampStyle, StaticStampStyle

from app.seal.appearance import SealStyle, image_of
from app.seal.binding import Binding, BoundAttributes
from app.seal.certificate import unusable
from app.seal.cross_page import add_strips
from app.seal.document import DAMAGE, Document, opened
from app.seal.image import SealImage
from app.seal.keys import OpenKey
from app.seal.keyword import find_in_own_form
from app.seal.place import CrossPage, FieldPlace, KeywordPlace, Place, RectPlace, Search
from app.seal.problems import SealCode, SealError, SealProblem
from app.seal.resolve import Layout, layout, problems
from app.seal.signer import LeanSigner

__all__ = [
    "Binding", "CrossPage", "FieldPlace", "KeywordPlace", "Place", "RectPlace", "SealImage",
    "Sealed", "StampMeta", "check_before", "seal",
]  # fmt: skip

RESERVED: Final = 2 * 12 * 1024
"""Hexadecimal digits kept free: 12 KB of signature, room for the server's time stamp too."""


@dataclass(frozen=True, slots=True)
class StampMeta:
    """What goes with a seal.

    Attributes:
        at: time of this machine's clock, aware; stands in the signature as claimed.
        reason: one line for people, shown by every PDF reader.
    """

    binding: Binding
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed document and what the record of use wants to know.

    Attributes:
        page: of the signature's own seal, from 0.
        rect_mm: its rectangle as seen: x, y, width, height; all 0 where only strips are shown.
        cross_pages: pages that show a strip of a cross-page seal, from 0.
    """

    data: bytes = field(repr=False)
    sha256_before: str
    sha256_after: str
    field: str
    page: int
    rect_mm: tuple[float, float, float, float]
    cross_pages: tuple[int, ...]
    certificate: str
    at: datetime


def check_before(
    pdf: bytes,
    places: Sequence[Place] = (),
    *,
    size_mm: tuple[float, float] = (42, 42),
    search: Search = find_in_own_form,
) -> list[SealProblem]:
    """Why a seal at these places could not be put on, or would break an earlier one; empty if not.

    :param size_mm: of the seal, where a place depends on it.
    """
    refusal: SealProblem | None = None
    try:
        document = opened(pdf)
    except SealError as error:
        refusal = error.problem
    return [refusal] if refusal else problems(document, places, size_mm, search)


def seal(
    pdf: bytes,
    key: OpenKey,
    image: SealImage,
    places: Sequence[Place],
    meta: StampMeta,
    *,
    search: Search = find_in_own_form,
    reserved: int = RESERVED,
) -> Sealed:
    """Put one seal on ``pdf``; the bytes that were there stay, its revision is appended.

    Blocks; runs pyHanko in the key's own loop, so it belongs in a worker thread wherever a loop
    runs already.

    :param search: where the texts of a :class:`KeywordPlace` are; see :mod:`app.seal.keyword`.
    :raises SealError: whatever :func:`check_before` would have told, a certificate that is out of
        its term at ``meta.at`` or not for signing, and the troubles of the key.
    :raises ValueError: several places that would each need a signature.
    """
    document = opened(pdf)
    for problem in (*unusable(key.info, meta.at), *document.problems()):
        raise SealError.of(problem)
    plan = layout(document, places, image.size_mm, search)
    data: bytes | None = None
    try:
        data = key.run(_signed(document, plan, key, image, meta, reserved))
    except DAMAGE:
        data = None  # a part that nothing before had to read
    if data is None:
        raise SealError(SealCode.PDF_DAMAGED)
    spot = plan.spot
    return Sealed(
        data=data,
        sha256_before=document.sha256,
        sha256_after=hashlib.sha256(data).hexdigest(),
        field=spot.field,
        page=spot.page,
        rect_mm=(spot.rect_mm.x, spot.rect_mm.y, spot.rect_mm.width, spot.rect_mm.height),
        cross_pages=tuple(strip.page for strip in plan.strips),
        certificate=key.info.fingerprint,
        at=meta.at,
    )


async def _signed(
    document: Document,
    plan: Layout,
    key: OpenKey,
    image: SealImage,
    meta: StampMeta,
    reserved: int,
) -> bytes:
    """pyHanko's steps one by one: with a fixed size there is no trial signature."""
    writer, spot = document.writer, plan.spot
    image_ref = image_of(writer, image)
    if plan.strips:
        add_strips(writer, image, image_ref, plan.strips, spot.field)
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=spot.field,
            md_algorithm=key.digest,
            reason=meta.reason or None,
            name=key.info.subject,
            subfilter=SigSeedSubFilter.PADES,
        ),
        _bound(key.signer, meta.binding),
        stamp_style=_style(document, plan, image, image_ref),
        new_field_spec=_new_field(plan),
    )
    session = signer.init_signing_session(writer, existing_fields_only=not spot.is_new)
    session.system_time = meta.at
    ready = session.prepare_tbs_document(
        validation_info=None, bytes_reserved=reserved, appearance_text_params={}
    )
    digest, output = ready.digest_tbs_document(output=BytesIO())
    too_large = False
    try:
        await ready.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    except SigningError as error:
        too_large = "larger than expected" in str(error)
        if not too_large:
            raise
    if too_large:
        raise SealError(SealCode.SIGNATURE_TOO_LARGE)
    assert isinstance(output, BytesIO)
    return output.getvalue()


def _bound(signer: LeanSigner, binding: Binding) -> LeanSigner:
    """The key's signer for this one seal; the key itself is shared, not copied."""
    bound = copy(signer)
    bound.signed_attr_prov_spec = BoundAttributes(binding, signer.certificates)
    return bound


def _style(
    document: Document, plan: Layout, image: SealImage, image_ref: generic.IndirectObject
) -> BaseStampStyle:
    if not plan.spot.box.width:
        return StaticStampStyle(border_width=0)
    space = document.spaces[plan.spot.page]
    return SealStyle(seal_image=image, image_ref=image_ref, space=space)


def _new_field(plan: Layout) -> SigFieldSpec | None:
    if not plan.spot.is_new:
        return None
    box: Any = plan.spot.box if plan.spot.box.width else None  # floats do, whatever it declares
    return SigFieldSpec(plan.spot.field, on_page=plan.spot.page, box=box)
