"""The tables of the server. Documents are JSON text; what is searched stands beside them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION = "1"


class Base(DeclarativeBase):
    """Base of all tables."""


class MetaRow(Base):
    """Facts about the database itself: schema, epoch, the sequence, the durable mark."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class OrganisationRow(Base):
    """An organisation; ``doc`` is :class:`app.domain.model.Organisation`."""

    __tablename__ = "organisation"

    org_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    doc: Mapped[str]


class ActivityRow(Base):
    """A review activity; ``doc`` is :class:`app.domain.model.Activity`."""

    __tablename__ = "activity"

    activity_id: Mapped[str] = mapped_column(primary_key=True)
    doc: Mapped[str]


class UserRow(Base):
    """An account. ``id_number_mac`` serves the ban on reviewing oneself (N10), ``person`` is the
    :class:`app.domain.model.Person` of an applicant."""

    __tablename__ = "account"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    org_id: Mapped[str] = mapped_column(ForeignKey("organisation.org_id"), index=True)
    roles: Mapped[str]
    password_hash: Mapped[str]
    id_number_mac: Mapped[str] = mapped_column(default="")
    person_id: Mapped[str] = mapped_column(default="", index=True)
    person: Mapped[str] = mapped_column(default="")
    disabled: Mapped[bool] = mapped_column(default=False)


class FamilyRow(Base):
    """A chain of refresh tokens on one device; ``counter`` is the number of the newest."""

    __tablename__ = "token_family"

    family_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("account.user_id"), index=True)
    device_id: Mapped[str]
    counter: Mapped[int] = mapped_column(default=0)
    rotated_at: Mapped[str]
    expires_at: Mapped[str]
    revoked_at: Mapped[str | None] = mapped_column(default=None)


class ThrottleRow(Base):
    """Wrong passwords lately, for an account or an address."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[str]


class ApplicationRow(Base):
    """An application. ``doc`` is what officers see; ``draft`` what the applicant is editing.

    ``due_at`` is when the clock next changes something by itself: the end of a lease, or the day a
    returned case lapses.
    """

    __tablename__ = "application"

    app_id: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    profile: Mapped[str]
    status: Mapped[str]
    unit_org_id: Mapped[str] = mapped_column(index=True)
    node_org: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[str] = mapped_column(index=True)
    id_number_mac: Mapped[str] = mapped_column(index=True)
    current_version: Mapped[int]
    due_at: Mapped[str | None] = mapped_column(default=None, index=True)
    doc: Mapped[str]
    draft: Mapped[str | None] = mapped_column(default=None)


class VersionRow(Base):
    """A submitted version, never changed; ``body`` is sent as it stands here."""

    __tablename__ = "version"

    app_id: Mapped[str] = mapped_column(primary_key=True)
    version_no: Mapped[int] = mapped_column(primary_key=True)
    content_sha256: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RecusalRow(Base):
    """That an officer declared themselves biased in a case (N8)."""

    __tablename__ = "recusal"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    at: Mapped[str]


class FeedRow(Base):
    """The newest change of one document for one audience; ``gone`` marks a tombstone.

    An audience is ``all``, ``org:<id>``, or ``user:<id>`` for what one person is told alone.
    """

    __tablename__ = "feed"

    audience: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    gone: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("feed_order", "audience", "rev"),
        Index("feed_document", "kind", "id"),
    )


class ReasonRow(Base):
    """A reason text as the feed carries it."""

    __tablename__ = "reason"

    reason_id: Mapped[str] = mapped_column(primary_key=True)
    doc: Mapped[str]


class CalendarRow(Base):
    """A year of the working-day calendar as the feed carries it; its id there is the year."""

    __tablename__ = "calendar"

    year: Mapped[str] = mapped_column(primary_key=True)
    doc: Mapped[str]


class ClaimRow(Base):
    """签收, past and present; ``ended_at`` is None while it holds."""

    __tablename__ = "claim"

    claim_id: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(index=True)
    user_id: Mapped[str]
    org_id: Mapped[str]
    doc: Mapped[str]
    ended_at: Mapped[str | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)

    __table_args__ = (Index("claim_holder", "user_id", "ended_at"),)


class OpRow(Base):
    """An operation that took effect: its bytes as they came and the answer given, for ever."""

    __tablename__ = "op"

    op_id: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str]
    device_id: Mapped[str]
    kind: Mapped[str]
    seq: Mapped[int]
    at: Mapped[str]
    body_sha256: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    result: Mapped[str]


class DeviceRow(Base):
    """The newest head and sequence of a device's own log, to notice a fork or a roll-back."""

    __tablename__ = "device"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(primary_key=True)
    log_seq: Mapped[int]
    log_head: Mapped[str]


class BlobRow(Base):
    """An attachment held in the blob folder."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    bytes: Mapped[int]
    magic: Mapped[str]


class FileFactsRow(Base):
    """What probes found in a blob, as :meth:`app.domain.file_facts.FileFacts.to_json` writes it."""

    __tablename__ = "file_facts"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    probe: Mapped[int]
    body: Mapped[str]


class UploadRow(Base):
    """That a user handed in these very bytes: only then may they attach them."""

    __tablename__ = "upload"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)


class BlobUseRow(Base):
    """Which application refers to which blob, in any of its versions or in its draft."""

    __tablename__ = "blob_use"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    app_id: Mapped[str] = mapped_column(primary_key=True)
    submitted: Mapped[bool] = mapped_column(default=True)


class AuditRow(Base):
    """One line of the audit log; ``hash`` covers the line and the hash before it."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    actor: Mapped[str]
    device: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    payload_sha256: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class CertificateRow(Base):
    """A certificate of the registry.

    ``doc`` is a :class:`~app.domain.certificates.CertificateRecord`.
    ``cert_key`` and ``mgmt_key`` are the numbers in the form they are compared in, ``holder_mac``
    the keyed hash of the ID number. ``supplement`` is what its holder added (S4 查看), ``app_id``
    the newest verification of it.
    """

    __tablename__ = "certificate"

    record_id: Mapped[str] = mapped_column(primary_key=True)
    cert_key: Mapped[str] = mapped_column(index=True)
    mgmt_key: Mapped[str] = mapped_column(index=True)
    holder_mac: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    doc: Mapped[str]
    confirmed_by: Mapped[str] = mapped_column(default="", index=True)
    supplement: Mapped[str] = mapped_column(default="")
    app_id: Mapped[str] = mapped_column(default="", index=True)
