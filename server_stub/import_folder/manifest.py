"""``manifest.json``, version 1. An unknown key is an error: it is a typing mistake."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from app.domain.certificates import CertificateRecord
from app.domain.dossier import Dossier
from app.domain.enums import ApplicationType, OrgKind, Role, Verb
from app.domain.fees import FeeOrder
from app.domain.model import (
    Activity,
    Declaration,
    ModuleComment,
    ModuleData,
    ModuleEntry,
    Organisation,
    Person,
)
from app.domain.publicity import Publicity
from app.domain.sealing import Seal

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A time with any zone; documents carry it in UTC."""


class Part(BaseModel):
    """Base of all parts of a manifest."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileSpec(Part):
    """A file. ``path`` is relative to the folder, with ``/``; ``bytes`` is checked if given."""

    path: str = Field(min_length=1, max_length=1000)
    sha256: Sha256
    bytes: int | None = Field(default=None, ge=0)


class OrganisationSpec(Part):
    """An office, as :class:`app.domain.model.Organisation`; ``licence`` is its licence's scan."""

    org_id: Identifier
    name: str = Field(min_length=1)
    kind: OrgKind = OrgKind.UNIT
    uscc: str = ""
    org_category: str = ""
    county_code: str = ""
    supervising_dept_id: str | None = None
    contact_name: str = ""
    contact_phone: str = ""
    business_licence_no: str = ""
    licence: FileSpec | None = None
    location: str = ""
    org_level: str = ""
    county_has_title_office: bool | None = None
    collects_fee_online: bool = False
    mailing_enabled: bool = False
    in_county: bool = False

    def entity(self) -> Organisation:
        """The office itself."""
        content = self.model_dump(exclude={"licence"})
        licence_file = self.licence.sha256 if self.licence else ""
        return Organisation.model_validate({**content, "licence_file": licence_file})


class ActivitySpec(Part):
    """A review activity; ``stage_deadlines`` by kind of office."""

    activity_id: Identifier
    name: str = Field(min_length=1)
    year: int
    apply_start: Moment
    apply_end: Moment
    stage_deadlines: dict[OrgKind, Moment] = Field(default_factory=dict)
    committees: list[str] = Field(default_factory=list)

    def entity(self) -> Activity:
        """The activity itself."""
        return Activity.model_validate(self.model_dump())


class UserSpec(Part):
    """An account: either ``password`` or an argon2id ``password_hash``.

    ``id_number`` of an officer serves the ban on reviewing oneself; it is kept as a keyed hash.
    """

    login: Identifier
    user_id: Identifier | None = None
    name: str = Field(min_length=1)
    org_id: Identifier
    roles: list[Role] = Field(min_length=1)
    password: str | None = Field(default=None, min_length=8)
    password_hash: str | None = None
    id_number: str = ""

    @property
    def id(self) -> str:
        """The user id; the login where none is given."""
        return self.user_id or self.login


class CertificateSpec(CertificateRecord):
    """A certificate in the registry, as :class:`app.domain.certificates.CertificateRecord`.

    ``confirmed_by`` is the ``person_id`` of who claimed it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    record_id: Identifier


class AttachmentSpec(FileSpec):
    """A file of an application."""

    att_id: Identifier
    mime: str = ""
    slot: str
    module_code: str
    entry_id: str | None = None
    filename: str = ""
    pages: int | None = None
    px_w: int | None = None
    px_h: int | None = None


class EntrySpec(Part):
    """One row of a module."""

    entry_id: Identifier
    order_no: int = 1
    fields: dict[str, Any] = Field(default_factory=dict)
    attachment_ids: list[str] = Field(default_factory=list)
    provenance: dict[str, Literal["SYSTEM_VERIFIED", "MANUAL"]] = Field(default_factory=dict)


class ModuleSpec(Part):
    """The rows of a module."""

    entries: list[EntrySpec] = Field(default_factory=list)

    def entity(self) -> ModuleData:
        """The module as the domain knows it."""
        return ModuleData(
            entries=[ModuleEntry.model_validate(entry.model_dump()) for entry in self.entries]
        )


class VersionSpec(Part):
    """What an applicant filled in and handed in at ``submitted_at`` (now, where it is left out)."""

    declaration: Declaration
    person: Person
    modules: dict[str, ModuleSpec] = Field(default_factory=dict)
    attachments: list[AttachmentSpec] = Field(default_factory=list)
    commitment: str | None = None
    commitment_shows: dict[Literal["edu_cert_no", "degree_cert_no"], str] = Field(
        default_factory=dict
    )
    submitted_at: Moment | None = None


class DecisionSpec(Part):
    """What an office decided on a version; without ``approver`` it still waits for one."""

    verb: Verb
    handler: Identifier
    approver: Identifier | None = None
    proposed_at: Moment | None = None
    approved_at: Moment | None = None
    overall_text: str = ""
    reason_category: str | None = None
    module_comments: list[ModuleComment] = Field(default_factory=list)


class EarlierVersionSpec(VersionSpec):
    """A version that was returned to the applicant, and the decision that did so."""

    decision: DecisionSpec


class StampSpec(Part):
    """That the office where a case lies sealed a form of it on paper; ``signer`` is a login."""

    form: str
    seal_id: str = ""
    signer: Identifier
    at: Moment


class PassedSpec(Part):
    """That an office passed the case, sealed it where it must be, and forwarded it."""

    decision: DecisionSpec
    stamp: StampSpec | None = None
    forwarded_at: Moment


class SealSpec(Seal):
    """A registered seal, as :class:`app.domain.sealing.Seal`; ``holders`` are logins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seal_id: Identifier


class DossierSpec(Part):
    """What the unit has added (domain §4.9), as :class:`app.domain.dossier.Dossier`.

    ``files`` are those that ``content`` names by their sha256. People in it (``saved_by``, author
    and approver of the recommendation, ``by`` of the verifications) are logins. The publicity
    shows the version of its ``version_no``, the present one where that is 0; the importer adds
    the hashes.
    """

    content: Dossier
    files: list[FileSpec] = Field(default_factory=list)


class ApplicationSpec(Part):
    """An application: a draft, or submitted; then perhaps claimed or decided on.

    ``passed_on`` are the offices that passed it before, in their order; what follows is of the
    office where it lies now. ``fee`` is what the last office before a committee asked for.
    """

    app_id: Identifier
    profile: str
    unit_org_id: Identifier
    applicant: Identifier
    type: ApplicationType = ApplicationType.EVALUATION
    status: Literal["DRAFT", "LOSS_PUBLICITY", "SUBMITTED", "WITHDRAWN"] = "SUBMITTED"
    version: VersionSpec
    earlier_versions: list[EarlierVersionSpec] = Field(default_factory=list)
    dossier: DossierSpec | None = None
    passed_on: list[PassedSpec] = Field(default_factory=list)
    claimed_by: Identifier | None = None
    decision: DecisionSpec | None = None
    stamp: StampSpec | None = None
    fee: FeeOrder | None = None
    loss_publicity: Publicity | None = None


class Manifest(Part):
    """The whole file."""

    format: Literal["titledesk-import"]
    version: Literal[1]
    organisations: list[OrganisationSpec] = Field(default_factory=list)
    activities: list[ActivitySpec] = Field(default_factory=list)
    users: list[UserSpec] = Field(default_factory=list)
    seals: list[SealSpec] = Field(default_factory=list)
    certificates: list[CertificateSpec] = Field(default_factory=list)
    applications: list[ApplicationSpec] = Field(default_factory=list)
