"""Announcements that are sent again at set times. None of those that are there is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f1c7d5a80e36"
down_revision = "e6a2c90d41b7"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("repeats", sa.String(8), nullable=False, server_default=""))
        table.add_column(sa.Column("repeat_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("repeat_times", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("series", KEY, nullable=True))
        table.add_column(sa.Column("occurrence", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("next_made", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_announcements_series", "announcements", ["series"])


def downgrade() -> None:
    op.drop_index("ix_announcements_series", "announcements")
    with op.batch_alter_table("announcements") as table:
        for name in ("next_made", "occurrence", "series", "repeat_times", "repeat_until", "repeats"):
            table.drop_column(name)
