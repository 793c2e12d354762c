"""Tables of the cache: a mirror of the server. Moments are milliseconds since 1970, UTC.

Documents live in a table of their own: lists read the narrow ``case_row``. With documents inline
a sort of 100,000 rows takes a second, narrow some milliseconds (design §5).

The full-text table ``case_search`` is virtual and stands in the migration only.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

HEAD: Final = "cache_0002"
"""The revision this program works with."""

NEVER: Final = 1 << 52
"""Stands for "no moment" in ordered columns, so that it sorts behind every moment."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Cursor, epoch and marks of the feed."""

document = Table(
    "document",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("rev", BigInteger, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The server's documents as the bytes that came. ``generation`` counts whole pulls: what a whole
pull did not list keeps an older one and is dropped at its end."""

version_doc = Table(
    "version_doc",
    metadata,
    Column("app_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""Earlier versions, immutable."""

file_facts = Table(
    "file_facts",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("body", Text, nullable=False),
)
"""What the probes found out about a file, for the checks."""

attachment = Table(
    "attachment",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("have", BigInteger, nullable=False),
    Column("state", Integer, nullable=False),
    Column("last_used", BigInteger, nullable=False),
    Column("problem", Text),
    Index("attachment_whole", "sha256", "bytes", sqlite_where=text("state = 2")),
)
"""Files by content. ``state``: 0 not here, 1 partly, 2 whole."""

case_row = Table(
    "case_row",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("app_id", Text, nullable=False, unique=True),
    Column("phase", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("readonly", Boolean, nullable=False),
    Column("version_no", Integer, nullable=False),
    Column("resubmitted", Boolean, nullable=False),
    Column("deadline", BigInteger, nullable=False),
    Column("submitted_at", BigInteger, nullable=False),
    Column("level", Text, nullable=False),
    Column("claim_user", Text, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("n_block", Integer, nullable=False),
    Column("n_error", Integer, nullable=False),
    Column("n_warn", Integer, nullable=False),
    Column("n_ask", Integer, nullable=False),
    Column("n_guard", Integer, nullable=False),
    Column("severities", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("files", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("have_files", Integer, nullable=False),
    Column("have_bytes", BigInteger, nullable=False),
    Column("local", Integer, nullable=False),
    Column("wish", Integer, nullable=False),
    Column("wish_order", Integer, nullable=False),
    Column("verb", Text, nullable=False),
    Column("handler", Text, nullable=False),
    Column("handler_name", Text, nullable=False),
    Column("proposed_at", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("id_tail", Text, nullable=False),
    Column("target_title", Text, nullable=False),
    Column("specialty", Text, nullable=False),
    Column("unit_name", Text, nullable=False),
    Column("claim_name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("org_id", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("office", Text, nullable=False, server_default=""),
    # Counting and grouping a view reads this index alone.
    Index(
        "case_facets",
        "phase", "deadline", "rank", "id", "claim_user", "lease_until", "severities", "local",
        "level", "status", "resubmitted", "handler", "bytes", "have_bytes",
    ),
    *(
        Index(f"case_by_{column}", "phase", column, "id")
        for column in (
            "claim_name", "id_tail", "local", "name_key", "rank", "specialty", "status",
            "submitted_at", "target_title", "unit_name", "version_no",
        )
    ),
    Index("case_wanted", "wish", "wish_order", sqlite_where=text("wish > 0")),
)  # fmt: skip
"""One narrow row for each application. ``rank`` orders by findings, the gravest first;
``severities`` is a bit set in the order of :class:`~app.domain.enums.Severity`; ``local`` the
place in ``LOCAL_ORDER`` by its files alone; ``wish``: 0 no download wanted, 1 wanted, 2 pinned;
``gone``: it left the scope and is kept for the unsent work on it."""

attachment_ref = Table(
    "attachment_ref",
    metadata,
    Column("case_id", ForeignKey("case_row.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Index("attachment_ref_by_file", "sha256"),
    sqlite_with_rowid=False,
)
"""Which files the present version of a case has, ``n`` times each; ``place`` orders downloads."""
