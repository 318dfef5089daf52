"""Learners have a path, a placement, a day of the last offer. Rows there already: no path, nothing offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5d0b7e93c1fa"
down_revision = "c58e21d7a0b4"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("citizens", sa.Column("path", sa.String(16), server_default="", nullable=False))
    op.add_column("citizens", sa.Column("offered_on", sa.Date(), nullable=True))
    op.add_column("citizens", sa.Column("unanswered", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "placements",
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("path", sa.String(16), nullable=False),
        sa.Column("answers", LIST, nullable=False),
        sa.Column("known", LIST, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("placements")
    with op.batch_alter_table("citizens") as citizens:
        for name in ("unanswered", "offered_on", "path"):
            citizens.drop_column(name)
