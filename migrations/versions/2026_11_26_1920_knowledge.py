"""Drafts know the entry they change; facts may be corrected. Drafts there are new entries, facts stay as they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e27f4a90b6d3"
down_revision = "c8e5b72d9a14"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("based_on", JSON, server_default=sa.text("'{}'"), nullable=False))
    op.create_index("ix_drafts_entry", "drafts", ["entry"])
    with op.batch_alter_table("confirmations") as confirmations:
        confirmations.add_column(sa.Column("correction", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("confirmations") as confirmations:
        confirmations.drop_column("correction")
    op.drop_index("ix_drafts_entry", "drafts")
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_column("based_on")
