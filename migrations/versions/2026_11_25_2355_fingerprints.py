"""Fingerprints of announcements, by which a copy of one is recognised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8b31f5d7c2a4"
down_revision = "5d0be1c7f493"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("mark", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column(
            "announcement_id",
            KEY,
            sa.ForeignKey("announcements.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
    )


def downgrade() -> None:
    op.drop_table("fingerprints")
