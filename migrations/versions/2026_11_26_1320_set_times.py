"""Announcements that go out at a set time, and pauses. Those that are there already have neither."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b5d9e2c07a14"
down_revision = "f2b8d6013c7e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("send_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.drop_column("paused_at")
        table.drop_column("send_at")
