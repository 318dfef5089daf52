"""Lessons and articles are changed in the console, each as the whole text of its file. There are none to begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c58e17d2f0a9"
down_revision = "e3c60a9b74d2"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "page_drafts",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("page", sa.String(80), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("author_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("approver_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
    )
    op.create_index("ix_page_drafts_page", "page_drafts", ["page"])
    op.create_index("ix_page_drafts_state", "page_drafts", ["state"])


def downgrade() -> None:
    op.drop_table("page_drafts")
