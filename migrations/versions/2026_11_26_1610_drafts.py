"""Entries are drafted in the console and published by a second person. There are none to begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f4c19a7e25b8"
down_revision = "f19c7d40b6e3"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("entry", sa.String(60), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("also", JSON, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("tried", JSON, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("author_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("approver_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
    )
    op.create_index("ix_drafts_state", "drafts", ["state"])


def downgrade() -> None:
    op.drop_table("drafts")
