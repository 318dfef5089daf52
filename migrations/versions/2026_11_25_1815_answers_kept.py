"""An answer of staff that the platform does not let out is kept for the next time. Answers there were delivered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5be2a90c7d18"
down_revision = "d3b07c19e5f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_column("kept_at")
