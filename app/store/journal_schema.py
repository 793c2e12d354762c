"""Tables of the journal: the officer's word. Moments are milliseconds since 1970, UTC."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

HEAD: Final = "journal_0002"
"""The revision this program works with."""

metadata = MetaData()

draft = Table(
    "draft",
    metadata,
    Column("app_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("has_work", Boolean, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)
"""What was begun; ``body`` is the JSON of a draft document."""

op = Table(
    "op",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("op_id", Text, nullable=False, unique=True),
    Column("app_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", BigInteger, nullable=False),
    Column("error_code", Text),
    Column("error_params", Text),
    Column("result", Text),
    Column("settled_at", BigInteger),
    Column("server_mark", BigInteger),
    Column("durable", Boolean, nullable=False),
    UniqueConstraint("app_id", "seq"),
    Index("op_by_state", "state", "position"),
    sqlite_autoincrement=True,
)
"""The outbox. ``body`` is the operation as the bytes written and sent, never changed;
``position`` orders all operations of this device; ``subject`` is the applicant's name, for the
case may leave the cache; ``server_mark`` is the server's sequence that holds the effect."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload_sha256", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""What was done, chained by hashes (:mod:`app.store.audit`)."""

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Choices and positions of the officer, JSON by key."""

seal_use = Table(
    "seal_use",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("use_id", Text, nullable=False),
    Column("app_id", Text, nullable=False),
    Column("seal_id", Text, nullable=False),
    Column("usage_no", Integer, nullable=False),
    Column("result", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("seal_use_by_use", "use_id"),
    Index("seal_use_by_case", "app_id"),
    Index("seal_use_by_seal", "seal_id", "usage_no"),
)
"""Lines of :class:`app.protocol.seal_use.SealUse`, as JSON; only ever appended."""

seal_batch = Table(
    "seal_batch",
    metadata,
    Column("batch_id", Text, primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seal_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("left_out", Text, nullable=False),
)
"""A batch; ``left_out`` is JSON: what was not to be sealed, and why."""

seal_item = Table(
    "seal_item",
    metadata,
    Column("batch_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("app_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("doc_sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("use_id", Text, nullable=False),
    Column("stamped_sha256", Text, nullable=False),
    Column("document", LargeBinary),
    Index("seal_item_by_state", "state"),
)
"""A document of a batch. ``document`` holds the sealed bytes until the store of files has them:
so they, the line that records the use and the operation stand in one transaction."""
