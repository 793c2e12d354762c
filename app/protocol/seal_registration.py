"""An office's request that a seal be registered: a file from the seal holder to the registrar.

The file carries everything the registry keeps of a seal and nothing secret: its picture, its size
on paper, the certificate of its key, and who asks. A signature by that key over the statement
proves that whoever asks really has it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from app.protocol.canonical import canonical

FORMAT: Final = "titledesk-seal-registration"
SUFFIX: Final = ".seal-registration.json"
"""How such a file is named."""
MOST_BYTES: Final = 1 << 20
"""A request is some tens of kilobytes; whoever reads one refuses anything larger unread."""
MOST_MM: Final = 100.0
"""No seal is wider or higher on paper."""

Millimetres = tuple[float, float]


class SealRegistration(BaseModel):
    """The request.

    ``seal_id`` names a registered seal that shall have this picture and certificate from now on;
    empty for a new seal. ``size_mm`` is width and height on paper. ``picture`` is a PNG in base64:
    red ink with the mask as its alpha channel, one byte a pixel; ``mask_sha256`` is of that
    channel (:attr:`app.seal.image.SealImage.sha256`) and goes into the registry. ``certificate``
    is DER in base64, ``above`` those of its issuers upwards. ``proof`` is a signature of
    :meth:`statement` by the key (PKCS#1 v1.5, or ECDSA as DER, with SHA-256), in base64:
    :func:`app.seal.possession.proves`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal["titledesk-seal-registration"] = FORMAT
    version: Literal[1] = 1
    requested_at: AwareDatetime
    org_id: str = Field(min_length=1, max_length=128)
    org_name: str = Field(min_length=1, max_length=200)
    user_id: str = Field(min_length=1, max_length=128)
    user_name: str = Field(min_length=1, max_length=64)
    seal_id: str = Field(default="", max_length=128)
    name: str = Field(min_length=1, max_length=64)
    kind: str = Field(default="", max_length=64)
    remark: str = Field(default="", max_length=500)
    size_mm: Millimetres
    picture: str = Field(min_length=1)
    mask_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    certificate: str = Field(min_length=1)
    above: tuple[str, ...] = ()
    proof: str = Field(min_length=1)

    @field_validator("size_mm")
    @classmethod
    def _on_paper(cls, size: Millimetres) -> Millimetres:
        if not all(0 < side <= MOST_MM for side in size):
            raise ValueError("size_mm: more than 0 and at most 100")
        return size

    @field_validator("picture", "certificate", "proof")
    @classmethod
    def _base64(cls, text: str) -> str:
        _decoded(text)
        return text

    @field_validator("above")
    @classmethod
    def _all_base64(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            _decoded(text)
        return texts

    def statement(self) -> bytes:
        """What ``proof`` signs: everything but the proof, in canonical form (RFC 8785)."""
        return canonical(self.model_dump(mode="json", exclude={"proof"}))

    def picture_png(self) -> bytes:
        """The PNG."""
        return _decoded(self.picture)

    def certificate_der(self) -> bytes:
        """The certificate."""
        return _decoded(self.certificate)

    def above_der(self) -> tuple[bytes, ...]:
        """The certificates above it."""
        return tuple(map(_decoded, self.above))

    def proof_bytes(self) -> bytes:
        """The signature."""
        return _decoded(self.proof)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
