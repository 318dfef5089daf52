"""Uploads to Zalo are remembered, and what is kept for a person is found at once. Nothing there is changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c6e2f9a41d58"
down_revision = "8b31f5d7c2a4"
branch_labels = None
depends_on = None

KEPT = sa.text("status = 'kept'")


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=1024), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "digest"),
    )
    op.create_index("ix_uploads_made_at", "uploads", ["made_at"])
    op.create_index("ix_outbox_kept", "outbox", ["citizen_id"], sqlite_where=KEPT, postgresql_where=KEPT)


def downgrade() -> None:
    op.drop_index("ix_outbox_kept", table_name="outbox")
    op.drop_index("ix_uploads_made_at", table_name="uploads")
    op.drop_table("uploads")
