"""Announcements have a rule of who is meant; citizens name organisations as theirs. What is there has neither."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c4a81e6d3f20"
down_revision = "b5d9e2c07a14"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("rule", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.create_table(
        "memberships",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("organisation", sa.String(24), nullable=False),
        sa.UniqueConstraint("citizen_id", "organisation"),
    )
    op.create_index("ix_memberships_organisation", "memberships", ["organisation"])


def downgrade() -> None:
    op.drop_table("memberships")
    with op.batch_alter_table("announcements") as table:
        table.drop_column("rule")
