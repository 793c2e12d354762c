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


class TraceRow(Base):
    """That a key, ``<kind>:<value>``, stands in a case; ``app_id`` is ``user:<id>`` for an account
    without one."""

    __tablename__ = "trace"

    key: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    module_code: Mapped[str] = mapped_column(primary_key=True, default="")
    entry_id: Mapped[str] = mapped_column(primary_key=True, default="")
    person_id: Mapped[str]
