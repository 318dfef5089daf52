"""Turns to call a platform are counted for all processes together. Empty at first: everything is free."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d3b07c19e5f4"
down_revision = "a41f6c0d9e27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turnstiles",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("free_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    op.drop_table("turnstiles")
