"""Who was meant by an announcement and got no message, and why. Of announcements that went out before, nobody knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f19c7d40b6e3"
down_revision = "f1c7d5a80e36"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "passed_over",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("announcement_id", KEY, sa.ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("announcement_id", "citizen_id"),
    )
    op.create_index("ix_passed_over_citizen_id", "passed_over", ["citizen_id"])
    op.create_index("ix_passed_over_at", "passed_over", ["at"])


def downgrade() -> None:
    op.drop_table("passed_over")
