"""What went wrong with sends is kept for the console, whichever process met it. Empty at first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e19b3d70c4a6"
down_revision = "c6e2f9a41d58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "troubles",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("failure", sa.String(length=16), nullable=False),
        sa.Column("code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "failure", "code"),
    )


def downgrade() -> None:
    op.drop_table("troubles")
