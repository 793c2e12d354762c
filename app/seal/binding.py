"""What a seal was put under, signed with it.

A signed attribute of our own carries which case, version and content the document was typeset
from, which seal, and the running number of its use. Its type is an OID made from a UUID (ITU-T
X.667), so nobody else uses it; a verifier that does not know it passes over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import rfc8785
from asn1crypto import cms, core
from pydantic import BaseModel, ConfigDict, ValidationError
from pyhanko.sign.ades.asn1_util import register_cms_attribute
from pyhanko.sign.attributes import CMSAttributeProvider, SigningCertificateV2Provider
from pyhanko.sign.signers.pdf_cms import CAdESSignedAttributeProviderSpec, PdfCMSSignedAttributes

from app.seal.signer import CertificateReference, Certificates

OID: Final = "2.25.124055506043222171301543749205457895315"
NAME: Final = "titledesk_seal_binding"

register_cms_attribute(OID, NAME, core.UTF8String)


class Binding(BaseModel):
    """What a seal belongs to; names no person.

    Attributes:
        content_sha256: of the case's content that the form shows.
        usage_no: running number of the seal's use, from 1.
        form: kind of the form.
        batch_id: of the batch, empty for a seal alone.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    case_id: str
    version_no: int
    content_sha256: str
    seal_id: str
    usage_no: int
    form: str = ""
    batch_id: str = ""

    def canonical(self) -> str:
        """The text that is signed (RFC 8785)."""
        return rfc8785.dumps(self.model_dump(mode="json")).decode()


class BoundAttributes(CAdESSignedAttributeProviderSpec):
    """The attributes of a PAdES signature, signing-certificate-v2 among them, and ours."""

    def __init__(self, binding: Binding, certificates: Certificates) -> None:
        super().__init__(
            attr_settings=PdfCMSSignedAttributes(),
            signing_cert=certificates.own,
            is_pades=True,
            timestamper=None,
        )
        self._binding = binding
        self._reference = CertificateReference(certificates)

    def signed_attr_providers(
        self, data_digest: bytes, digest_algorithm: str
    ) -> Iterable[CMSAttributeProvider]:
        """See :class:`pyhanko.sign.attributes.SignedAttributeProviderSpec`."""
        for one in super().signed_attr_providers(data_digest, digest_algorithm):
            yield self._reference if isinstance(one, SigningCertificateV2Provider) else one
        yield _Provider(self._binding)


class _Provider(CMSAttributeProvider):
    attribute_type = NAME

    def __init__(self, binding: Binding) -> None:
        self._binding = binding

    async def build_attr_value(self, dry_run: bool = False) -> core.UTF8String:
        """See :class:`pyhanko.sign.attributes.CMSAttributeProvider`."""
        del dry_run
        return core.UTF8String(self._binding.canonical())


def read_binding(signer_info: cms.SignerInfo) -> Binding | None:
    """What a signature is bound to; None where it says nothing, or nothing that can be read."""
    for attribute in signer_info["signed_attrs"]:
        if attribute["type"].dotted == OID and len(attribute["values"]) == 1:
            try:
                return Binding.model_validate_json(attribute["values"][0].native)
            except ValidationError:
                return None
    return None
