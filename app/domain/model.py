"""The entities of domain §4.2, as views over the documents that the server sends.

Models are frozen and keep fields they do not know, so that a document of a newer server
survives a round trip. Times are aware UTC datetimes; dates known only to the month stay strings
(``"2016-03"``), for their precision is part of what the applicant declared.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field

from app.domain.anchors import (
    MAX_PER_CASE,
    MAX_PER_COMMENT,
    MAX_PER_DECISION,
    Anchor,
    ScanPlace,
)
from app.domain.certificates import FieldComparison
from app.domain.dossier import Dossier
from app.domain.entity import Entity
from app.domain.enums import (
    ApplicationType,
    CommentSeverity,
    Level,
    OrgKind,
    Origin,
    Provenance,
    Status,
    Verb,
)
from app.domain.fees import FeeOrder, Mailing
from app.domain.publicity import Publicity
from app.domain.sealing import Stamp
from app.domain.surroundings import Surroundings


class Organisation(Entity):
    """A unit, department, title office or committee (domain §4.2 ``Organisation``).

    ``licence_file`` is a sha256; ``in_county`` that the unit belongs to a county (S2 末★).
    """

    org_id: str
    name: str
    kind: OrgKind = OrgKind.UNIT
    uscc: str = ""
    org_category: str = ""
    county_code: str = ""
    supervising_dept_id: str | None = None
    contact_name: str = ""
    contact_phone: str = ""
    business_licence_no: str = ""
    licence_file: str = ""
    location: str = ""
    org_level: str = ""
    county_has_title_office: bool | None = None
    collects_fee_online: bool = False
    mailing_enabled: bool = False
    in_county: bool = False


class Activity(Entity):
    """A review activity with its window and the deadline of each stage (SV02).

    ``stage_deadlines`` maps an :class:`OrgKind` value to the moment after which that stage
    takes no more decisions. ``committees`` published it, by name; empty where that is not said.
    """

    activity_id: str
    name: str
    year: int
    apply_start: AwareDatetime
    apply_end: AwareDatetime
    stage_deadlines: dict[str, AwareDatetime] = Field(default_factory=dict)
    committees: list[str] = Field(default_factory=list)


class Person(Entity):
    """The applicant (domain §4.2 ``Person``)."""

    person_id: str
    name: str
    former_name: str = ""
    id_type: str = "居民身份证"
    id_number: str = ""
    sex: str = ""
    ethnicity: str = ""
    birth_date: str = ""
    political_status: str = ""
    phone: str = ""
    email: str = ""


class Declaration(Entity):
    """What is applied for, where and how (domain §4.1)."""

    year: int
    evaluation_mode: str = ""
    series_code: str = ""
    level: Level
    target_title: str
    specialty: str = ""
    committee_code: str = ""
    activity_id: str = ""
    declare_method: str = ""
    target_office_code: str = ""
    dual_directional: bool = False
    county_code: str = ""


class Attachment(Entity):
    """A file that belongs to a version; ``bytes`` is its length, ``sha256`` its lower-case hex."""

    att_id: str
    sha256: str
    bytes: int
    mime: str
    slot: str
    module_code: str
    entry_id: str | None = None
    filename: str
    pages: int | None = None
    px_w: int | None = None
    px_h: int | None = None


class ModuleEntry(Entity):
    """One row of a module; ``entry_id`` is stable across versions."""

    entry_id: str
    order_no: int = 1
    fields: dict[str, Any] = Field(default_factory=dict)
    attachment_ids: list[str] = Field(default_factory=list)
    provenance: dict[str, Provenance] = Field(default_factory=dict)


class ModuleData(Entity):
    """All entries of one module."""

    entries: list[ModuleEntry] = Field(default_factory=list)


class CommitmentAck(Entity):
    """That the applicant accepted the commitment text for exactly this version.

    The numbers are those that the commitment showed (S3 D14); None where it showed none.
    """

    text_version: str
    at: AwareDatetime
    edu_cert_no: str | None = None
    degree_cert_no: str | None = None


class ApplicationVersion(Entity):
    """What was submitted, immutable (domain §4.2). ``content_sha256`` follows design §4."""

    app_id: str
    version_no: int
    content_sha256: str = ""
    submitted_at: AwareDatetime | None = None
    origin: Origin = Origin.SUBMIT
    declaration: Declaration
    person: Person
    commitment_ack: CommitmentAck | None = None
    modules: dict[str, ModuleData] = Field(default_factory=dict)
    attachments: list[Attachment] = Field(default_factory=list)

    def entries(self, module_code: str) -> list[ModuleEntry]:
        """The entries of a module, in the applicant's order; empty if it was left out."""
        data = self.modules.get(module_code)
        return sorted(data.entries, key=lambda entry: entry.order_no) if data else []

    def attachments_of(self, module_code: str, entry_id: str | None = None) -> list[Attachment]:
        """The files of a module, or of one of its entries."""
        return [
            att
            for att in self.attachments
            if att.module_code == module_code and (entry_id is None or att.entry_id == entry_id)
        ]


class VersionRef(Entity):
    """Names an earlier version without its content."""

    version_no: int
    content_sha256: str
    submitted_at: AwareDatetime | None = None
    origin: Origin = Origin.SUBMIT


class ModuleComment(Entity):
    """What an officer asks the applicant to change in one module (domain §4.8)."""

    comment_id: str
    module: str
    entry_id: str | None = None
    field: str | None = None
    reason_id: str | None = None
    severity: CommentSeverity = CommentSeverity.MUST_FIX
    text: str
    fix_hint: str = ""
    anchors: list[ScanPlace] = Field(default_factory=list, max_length=MAX_PER_COMMENT)
    from_rule: str | None = None
    round_first_raised: int = 1


class FindingAck(Entity):
    """That an officer looked at a finding; ``finding_id`` is :attr:`Finding.finding_id`."""

    finding_id: str
    rule: str
    status: str


class OverrideRequest(Entity):
    """A finding that shall not stand in the way of PASS, and why (R153)."""

    finding_id: str
    rule: str
    reason: str
    by: str = ""


class Decision(Entity):
    """What a handler proposes for one version (domain §4.8).

    ``anchors`` are those drawn since the last decision, ``anchors_removed`` the ids of earlier
    ones of the same office that no longer count. The server moves both to the application.
    """

    verb: Verb
    return_to: str = "APPLICANT"
    overall_text: str = ""
    reason_category: str | None = None
    module_comments: list[ModuleComment] = Field(default_factory=list)
    findings_ack: list[FindingAck] = Field(default_factory=list)
    overrides: list[OverrideRequest] = Field(default_factory=list)
    comparison: list[FieldComparison] = Field(default_factory=list)
    anchors: list[Anchor] = Field(default_factory=list, max_length=MAX_PER_DECISION)
    anchors_removed: list[str] = Field(default_factory=list, max_length=MAX_PER_CASE)


class Proposal(Entity):
    """A decision that waits for its approver, or that was taken."""

    op_id: str
    decision: Decision
    version_no: int
    content_sha256: str
    stage_index: int = 0
    handler_id: str
    handler_name: str = ""
    proposed_at: AwareDatetime
    approve_op_id: str | None = None
    approver_id: str | None = None
    approver_name: str = ""
    approved_at: AwareDatetime | None = None
    outcome: str = "PENDING"
    send_back_text: str = ""


class Claim(Entity):
    """签收: who works on a case, on which device, until when (domain §4.2)."""

    claim_id: str
    app_id: str
    stage_index: int = 0
    user_id: str
    user_name: str = ""
    device_id: str = ""
    granted_at: AwareDatetime
    lease_until: AwareDatetime


class RouteNode(Entity):
    """One stop of the route; ``state`` is done, skipped, now, next or returned."""

    kind: OrgKind
    org_id: str
    name: str
    state: str = "next"


class RouteOverride(Entity):
    """That an approver let a case leave out nodes of its route, from one stage to another."""

    stage_index: int
    target_org: str
    reason: str
    by: str
    at: AwareDatetime


class TimelineEntry(Entity):
    """One line of 审核流程: when, who, what (S3 D17)."""

    at: AwareDatetime
    actor_id: str = ""
    actor_name: str = ""
    action: str
    params: dict[str, Any] = Field(default_factory=dict)


class Application(Entity):
    """An application as its present officer sees it: state, route, present version, history.

    ``nodes_seen`` are the offices that have had the case; they go on reading it. ``anchors`` are
    those that every office sees (CHAIN); ``office_anchors`` those that only the reader's office
    does (ORG), told to nobody else.
    """

    app_id: str
    type: ApplicationType = ApplicationType.EVALUATION
    profile: str
    unit_org_id: str
    unit_name: str = ""
    status: Status
    stage_index: int = 0
    node_org: str = ""
    route: list[RouteNode] = Field(default_factory=list)
    route_override: RouteOverride | None = None
    nodes_seen: list[str] = Field(default_factory=list)
    current_version: int
    etag: str
    rev: int = 0
    deadline_current: AwareDatetime | None = None
    flags: list[str] = Field(default_factory=list)
    claim: Claim | None = None
    claimed_this_round: bool = False
    version: ApplicationVersion
    earlier_versions: list[VersionRef] = Field(default_factory=list)
    proposal: Proposal | None = None
    history: list[Proposal] = Field(default_factory=list)
    timeline: list[TimelineEntry] = Field(default_factory=list)
    dossier: Dossier | None = None
    loss_publicity: Publicity | None = None
    result_publicity: Publicity | None = None
    stamps: list[Stamp] = Field(default_factory=list)
    fee: FeeOrder | None = None
    mailing: Mailing | None = None
    surroundings: Surroundings | None = None
    applied_ops: list[str] = Field(default_factory=list)
    anchors: list[Anchor] = Field(default_factory=list, max_length=MAX_PER_CASE)
    office_anchors: list[Anchor] = Field(default_factory=list, max_length=MAX_PER_CASE)

    @property
    def readable_only(self) -> bool:
        """True when a newer server uses a state or type this program does not know (design §4)."""
        return not (self.status.known and self.type.known)

    @property
    def submitted_at(self) -> datetime | None:
        """When the present version came in."""
        return self.version.submitted_at


class Account(Entity):
    """Who is signed in: the answer of ``GET /v1/me``."""

    user_id: str
    login: str
    name: str
    org: Organisation
    roles: list[str] = Field(default_factory=list)
    scopes: list[str] = Field(default_factory=list)
