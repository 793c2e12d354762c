"""Seals and stamps as the record knows them (domain §4.10); signing itself is ``app.seal``'s."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from app.domain.entity import Entity
from app.domain.enums import OpenEnum


class SealStatus(OpenEnum):
    """The life of a seal."""

    ACTIVE = "ACTIVE"
    FROZEN = "FROZEN"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


class StampMethod(OpenEnum):
    """How a document was sealed: on paper, or by an electronic seal."""

    PAPER = "PAPER"
    ELECTRONIC = "ELECTRONIC"
    UNKNOWN = "UNKNOWN"


class Seal(Entity):
    """A registered seal.

    ``holders`` are user ids, ``allowed_forms`` codes of forms; no form named means all of them.
    ``certificates`` are those its keys had, DER in base64; ``mask_sha256`` is of its picture and
    ``size_mm`` its size on paper. ``status_since`` is when the status began: what was sealed
    before stands.
    """

    seal_id: str
    name: str
    kind: str = ""
    owner_org: str
    status: SealStatus = SealStatus.ACTIVE
    valid_from: AwareDatetime
    valid_to: AwareDatetime
    allowed_forms: list[str] = Field(default_factory=list)
    holders: list[str] = Field(default_factory=list)
    certificates: list[str] = Field(default_factory=list)
    mask_sha256: str = ""
    size_mm: tuple[float, float] = (42.0, 42.0)
    status_since: AwareDatetime | None = None


class Stamp(Entity):
    """That a form of one version was sealed. A stamp is voided, never deleted.

    ``doc_sha256`` is the document before sealing, ``stamped_sha256`` after; both empty for PAPER,
    where ``content_sha256`` and ``dossier_rev`` say what the paper showed. The server adds a time
    stamp in place: ``time_stamped_sha256`` is the file with it, empty while there is none.
    """

    stamp_id: str
    seal_id: str
    form: str
    method: StampMethod
    version_no: int
    content_sha256: str
    dossier_rev: int = 0
    doc_sha256: str = ""
    stamped_sha256: str = ""
    time_stamped_sha256: str = ""
    time_stamped_at: AwareDatetime | None = None
    signer_id: str = ""
    signer_name: str = ""
    at: AwareDatetime
    voided: bool = False
    void_reason: str = ""
