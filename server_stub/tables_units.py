"""The tables of units: their keys, whom they bind, their seals; and what cases have in common."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from server_stub.tables import Base


class UnitKeyRow(Base):
    """机构秘钥 (S0 五): its secret is kept as a keyed hash, which serves to find it."""

    __tablename__ = "unit_key"

    key_id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column(index=True)
    secret_mac: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[str]
    created_by: Mapped[str]
    expires_at: Mapped[str | None] = mapped_column(default=None)
    revoked_at: Mapped[str | None] = mapped_column(default=None)


class BindingRow(Base):
    """That a person belongs to a unit; ``key_id`` is empty where the office registered them."""

    __tablename__ = "unit_binding"

    person_id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column(index=True)
    key_id: Mapped[str] = mapped_column(default="", index=True)
    bound_at: Mapped[str] = mapped_column(default="")


class SealRow(Base):
    """A registered seal; ``doc`` is :class:`app.domain.sealing.Seal`."""

    __tablename__ = "seal"

    seal_id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column(index=True)
    doc: Mapped[str]


class SealUseRow(Base):
    """A line of a device's record of seal uses; ``doc`` is a ``SealUse`` of the protocol."""

    __tablename__ = "seal_use"

    device_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(index=True)
    hash: Mapped[str]
    doc: Mapped[str]


class TraceRow(Base):
    """That a key, ``<kind>:<value>``, stands in a case; ``app_id`` is ``user:<id>`` for an account
    without one."""

    __tablename__ = "trace"

    key: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    module_code: Mapped[str] = mapped_column(primary_key=True, default="")
    entry_id: Mapped[str] = mapped_column(primary_key=True, default="")
    person_id: Mapped[str]


class ReasonUseRow(Base):
    """That an office returned a case with a reason; ``outcome`` says whether the next version was
    right (``RIGHT``), or had to be returned for it again (``AGAIN``)."""

    __tablename__ = "reason_use"

    org_id: Mapped[str] = mapped_column(primary_key=True)
    reason_id: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    version_no: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str | None] = mapped_column(default=None)


class MessageRow(Base):
    """One line of the message centre: about a case (``code``), or a notice with its own words.

    ``audience`` is ``all``, ``org:<id>``, ``user:<id>`` or ``person:<id>``.
    """

    __tablename__ = "message"

    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    audience: Mapped[str] = mapped_column(index=True)
    at: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    params: Mapped[str] = mapped_column(default="{}")
    app_id: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    org_id: Mapped[str] = mapped_column(default="")
    needs_ack: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class AckRow(Base):
    """That somebody read a message: when, and the hash of the words that they had before them."""

    __tablename__ = "message_ack"

    message_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str]
    text_sha256: Mapped[str]


class OfficeAnchorRow(Base):
    """The anchors that one office alone sees on a case (domain §4.2 ``visibility`` ORG).

    ``doc`` is a JSON array of :class:`app.domain.anchors.Anchor`.
    """

    __tablename__ = "office_anchor"

    app_id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column(primary_key=True)
    doc: Mapped[str]
