"""Choices of whom an announcement means are kept by name. Nothing that is there becomes one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d9f03b57a8c1"
down_revision = "c4a81e6d3f20"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "segments",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("area", sa.String(8), nullable=False),
        sa.Column("communes", JSON, nullable=False),
        sa.Column("audiences", JSON, nullable=False),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("author_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
    )
    op.create_index("ix_segments_area", "segments", ["area"])


def downgrade() -> None:
    op.drop_table("segments")
