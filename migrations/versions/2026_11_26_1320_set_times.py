"""Announcements at a set time, pauses, and corrections. Those that are there already have none of these."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b5d9e2c07a14"
down_revision = "f2b8d6013c7e"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("send_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("corrects", KEY, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.drop_column("corrects")
        table.drop_column("paused_at")
        table.drop_column("send_at")
