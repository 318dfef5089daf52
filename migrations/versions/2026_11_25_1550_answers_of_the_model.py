"""What a model wrote is kept for moderators. Answers before this left no trace of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a41f6c0d9e27"
down_revision = "ac8ac7db6212"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "model_answers",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prompt", sa.String(20), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("passages", LIST, nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("reasons", LIST, nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
    )
    op.create_index("ix_model_answers_at", "model_answers", ["at", "id"])
    op.create_index("ix_model_answers_citizen_id", "model_answers", ["citizen_id"])


def downgrade() -> None:
    op.drop_table("model_answers")
