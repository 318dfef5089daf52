"""Urgent announcements, who may write and approve them, and deputies. Nothing is urgent yet, and nobody may."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e6a2c90d41b7"
down_revision = "e2f06b84d93a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("urgent_why", sa.String(300), nullable=False, server_default=""))
        table.add_column(sa.Column("alerted", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("staff") as table:
        table.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("deputy", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("staff") as table:
        table.drop_column("deputy")
        table.drop_column("urgent")
    with op.batch_alter_table("announcements") as table:
        table.drop_column("alerted")
        table.drop_column("urgent_why")
