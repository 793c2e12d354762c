"""What stands in a file about its seals beside their verdicts: for showing, never for judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.seal.certificate import describe
from app.seal.document import DAMAGE
from app.seal.keys import KeyInfo

_BROKEN: Final = (
    *DAMAGE, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError,
    AssertionError, NotImplementedError, UnsupportedAlgorithm,
)  # fmt: skip
"""What a broken file, or a certificate that is none, makes the readers say."""


@dataclass(frozen=True, slots=True)
class SealDetail:
    """One seal's reach.

    Attributes:
        covered: bytes from the beginning of the file up to the end of what was signed.
        total: bytes of the file.
        pages: pages that the document had when it was signed; 0 where they cannot be told.
        all_pages: pages that it has now.
        info: what the certificate says; None where it cannot be read.
    """

    covered: int
    total: int
    pages: int
    all_pages: int
    info: KeyInfo | None

    @property
    def whole(self) -> bool:
        """Whether the signature reaches to the end of the file."""
        return self.covered == self.total


def details(data: bytes) -> Mapping[str, SealDetail]:
    """The seals of a PDF by the names of their fields; empty for what is no whole PDF."""
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        if reader.encrypted:
            return {}
        return {
            one.field_name: _detail(reader, one, len(data))
            for one in reader.embedded_regular_signatures
        }
    except _BROKEN:
        return {}


def _detail(reader: PdfFileReader, one: EmbeddedPdfSignature, total: int) -> SealDetail:
    _first, _before, second, after = (int(number) for number in one.byte_range)
    history = reader.get_historical_resolver(one.signed_revision)
    then = int(history.root["/Pages"]["/Count"])
    now = int(reader.root["/Pages"]["/Count"])
    return SealDetail(second + after, total, then, now, _info(one))


def _info(one: EmbeddedPdfSignature) -> KeyInfo | None:
    try:
        certificate = x509.load_der_x509_certificate(one.signer_cert.dump())
        others = [
            x509.load_der_x509_certificate(other.dump()) for other in one.other_embedded_certs
        ]
        return describe(certificate, others)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
