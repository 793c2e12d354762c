"""Keep at which kind of office a case lies: the word for its state depends on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cache_0002"
down_revision = "cache_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_row", sa.Column("office", sa.Text(), nullable=False, server_default=""))
