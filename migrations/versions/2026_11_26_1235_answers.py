"""What announcements ask back, and what people answered. Announcements that are there already ask nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f2b8d6013c7e"
down_revision = "e7a1c4d9b052"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column(
            "announcement_id",
            KEY,
            sa.ForeignKey("announcements.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("kind", sa.String(8), nullable=False),
    )
    op.create_table(
        "responses",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("announcement_id", KEY, sa.ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.UniqueConstraint("announcement_id", "citizen_id"),
    )
    op.create_index("ix_responses_citizen_id", "responses", ["citizen_id"])


def downgrade() -> None:
    op.drop_table("responses")
    op.drop_table("questions")
