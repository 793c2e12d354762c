"""Adding a time stamp (RFC 3161) to a signature that stands in a file already, in place.

The token goes in as an unsigned attribute, into the room that was kept when the seal was put on:
the file keeps its size, and every byte that is signed stays.
"""

from __future__ import annotations

import asyncio
import hashlib
from io import BytesIO
from typing import Any, Final

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from app.seal.problems import SealCode, SealError

_DIGEST: Final = "sha256"
_ATTRIBUTE: Final = "signature_time_stamp_token"


def add_time_stamp(pdf: bytes, authority: TimeStamper) -> bytes:
    """Stamp the last signature of ``pdf``, unless it has a time stamp.

    It covers the earlier ones with it; they themselves are signed by it and must stay as they are.
    Blocks; belongs in a worker thread wherever a loop runs.

    :raises SealError: SIGNATURE_TOO_LARGE: too little room was kept.
    """
    signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
    if not signatures:
        return pdf
    content = cms.ContentInfo.load(signatures[-1].pkcs7_content)
    info: Any = content["content"]["signer_infos"][0]
    if any(one["type"].native == _ATTRIBUTE for one in _unsigned(info)):
        return pdf
    imprint = hashlib.sha256(info["signature"].native).digest()
    token = asyncio.run(authority.async_timestamp(imprint, _DIGEST))
    attributes = [*_unsigned(info), simple_cms_attribute(_ATTRIBUTE, token)]
    info["unsigned_attrs"] = cms.CMSAttributes(attributes)
    written: bytes = content.dump(force=True).hex().encode("ascii")
    start, end = _gap(signatures[-1].byte_range)
    if len(written) > end - start:
        raise SealError(SealCode.SIGNATURE_TOO_LARGE)
    return pdf[:start] + written.ljust(end - start, b"0") + pdf[end:]


def _gap(byte_range: Any) -> tuple[int, int]:
    """The digits between the two signed parts, without their angle brackets."""
    first, length, second, _ = (int(part) for part in byte_range)
    return first + length + 1, second - 1


def _unsigned(info: Any) -> list[Any]:
    return [] if info["unsigned_attrs"].native is None else list(info["unsigned_attrs"])
