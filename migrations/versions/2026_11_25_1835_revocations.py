"""Revoked certificates are kept by fingerprint. What was marked as revoked in its own row stays so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b92e4f6a0d13"
down_revision = "5d0b7e93c1fa"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "revocations",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("revocations")
