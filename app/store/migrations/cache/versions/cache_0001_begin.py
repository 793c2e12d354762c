"""Begin with all tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cache_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("have", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("last_used", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index(
        "attachment_whole", "attachment", ["sha256", "bytes"], sqlite_where=sa.text("state = 2")
    )
    op.create_table(
        "case_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("readonly", sa.Boolean(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("resubmitted", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("claim_user", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("n_block", sa.Integer(), nullable=False),
        sa.Column("n_error", sa.Integer(), nullable=False),
        sa.Column("n_warn", sa.Integer(), nullable=False),
        sa.Column("n_ask", sa.Integer(), nullable=False),
        sa.Column("n_guard", sa.Integer(), nullable=False),
        sa.Column("severities", sa.Integer(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("have_files", sa.Integer(), nullable=False),
        sa.Column("have_bytes", sa.BigInteger(), nullable=False),
        sa.Column("local", sa.Integer(), nullable=False),
        sa.Column("wish", sa.Integer(), nullable=False),
        sa.Column("wish_order", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("handler_name", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("id_tail", sa.Text(), nullable=False),
        sa.Column("target_title", sa.Text(), nullable=False),
        sa.Column("specialty", sa.Text(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("claim_name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("app_id"),
    )
    op.create_index("case_by_claim_name", "case_row", ["phase", "claim_name", "id"])
    op.create_index("case_by_id_tail", "case_row", ["phase", "id_tail", "id"])
    op.create_index("case_by_local", "case_row", ["phase", "local", "id"])
    op.create_index("case_by_name_key", "case_row", ["phase", "name_key", "id"])
    op.create_index("case_by_rank", "case_row", ["phase", "rank", "id"])
    op.create_index("case_by_specialty", "case_row", ["phase", "specialty", "id"])
    op.create_index("case_by_status", "case_row", ["phase", "status", "id"])
    op.create_index("case_by_submitted_at", "case_row", ["phase", "submitted_at", "id"])
    op.create_index("case_by_target_title", "case_row", ["phase", "target_title", "id"])
    op.create_index("case_by_unit_name", "case_row", ["phase", "unit_name", "id"])
    op.create_index("case_by_version_no", "case_row", ["phase", "version_no", "id"])
    op.create_index(
        "case_facets",
        "case_row",
        [
            "phase",
            "deadline",
            "rank",
            "id",
            "claim_user",
            "lease_until",
            "severities",
            "local",
            "level",
            "status",
            "resubmitted",
            "handler",
            "bytes",
            "have_bytes",
        ],
    )
    op.create_index(
        "case_wanted", "case_row", ["wish", "wish_order"], sqlite_where=sa.text("wish > 0")
    )

    op.create_table(
        "document",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id"),
    )
    op.create_table(
        "file_facts",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "version_doc",
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("app_id", "n"),
    )
    op.create_table(
        "attachment_ref",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "sha256"),
        sqlite_with_rowid=False,
    )
    op.create_index("attachment_ref_by_file", "attachment_ref", ["sha256"])
    op.execute(
        "CREATE VIRTUAL TABLE case_search USING fts5(name, pinyin, unit, title, ids, content='',"
        " contentless_delete=1, tokenize='ascii', prefix='2 3')"
    )
