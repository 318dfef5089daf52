"""Questions whose askers chose an entry themselves are kept for editors. Choices made before this left no trace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5d0be1c7f493"
down_revision = "4c9e1b7f20d6"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.String(64), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.UniqueConstraint("citizen_id", "entry", "key"),
    )
    op.create_index("ix_wordings_at", "wordings", ["at", "id"])
    op.create_index("ix_wordings_entry_key", "wordings", ["entry", "key"])


def downgrade() -> None:
    op.drop_table("wordings")
