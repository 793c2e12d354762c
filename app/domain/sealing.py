"""Seals and stamps as the record knows them (domain §4.10); signing itself is ``app.seal``'s."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

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


class SealChange(Entity):
    """A step in a seal's life: the status and the end of its term from ``at`` on; who and why."""

    at: AwareDatetime
    status: SealStatus
    valid_to: AwareDatetime
    by: str = ""
    reason: str = ""


class Seal(Entity):
    """A registered seal.

    ``holders`` are user ids, ``allowed_forms`` codes of forms; no form named means all of them.
    ``certificates`` are those its keys had, DER in base64; ``mask_sha256`` is of its picture,
    ``former_masks`` of those it had before, and ``size_mm`` its size on paper. ``status_since`` is
    when the status began: what was sealed before stands. ``history`` is its life from the
    registration on, oldest first; a registry that keeps none leaves it empty.
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
    former_masks: list[str] = Field(default_factory=list)
    size_mm: tuple[float, float] = (42.0, 42.0)
    status_since: AwareDatetime | None = None
    history: list[SealChange] = Field(default_factory=list)

    def as_of(self, now: datetime) -> Seal:
        """The seal as it stands now: EXPIRED where its term ended and nobody said so."""
        over = self.status is SealStatus.ACTIVE and now > self.valid_to
        if not over:
            return self
        return self.model_copy(update={"status": SealStatus.EXPIRED, "status_since": self.valid_to})


def status_then(
    history: Sequence[SealChange],
    status: SealStatus,
    since: datetime | None,
    at: datetime,
) -> SealStatus:
    """The status that a seal had at a moment, its term left aside but for gaps between two terms.

    :param history: of the seal, oldest first; empty where none was kept.
    :param status: what it is now, ``since`` then; they stand where there is no history.
    """
    told = [step for step in history if step.at <= at]
    if told:
        last = told[-1]
        over = last.status is SealStatus.ACTIVE and at > last.valid_to
        return SealStatus.EXPIRED if over else last.status
    if history:  # before it was registered: only its term can speak against it
        return SealStatus.ACTIVE
    if status is SealStatus.EXPIRED or (since is not None and at < since):
        return SealStatus.ACTIVE
    return status


class Stamp(Entity):
    """That a form of one version was sealed. A stamp is voided, never deleted.

    ``doc_sha256`` is the document before sealing, ``stamped_sha256`` after; both empty for PAPER,
    where ``content_sha256`` and ``dossier_rev`` say what the paper showed. The server adds a time
    stamp in place: ``time_stamped_sha256`` is the file with it, empty while there is none, and
    ``bytes`` the length of both; 0 where nobody noted it.
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
    bytes: int = Field(default=0, ge=0)
    signer_id: str = ""
    signer_name: str = ""
    at: AwareDatetime
    voided: bool = False
    void_reason: str = ""
