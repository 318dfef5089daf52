"""An approver may let paid templates go to so many people. What was approved before pays for nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e8417d3fa602"
down_revision = "5be2a90c7d18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("announcements") as announcements:
        announcements.add_column(sa.Column("paid_most", sa.Integer(), nullable=False, server_default="0"))
        announcements.add_column(sa.Column("paid_planned", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("announcements") as announcements:
        announcements.drop_column("paid_planned")
        announcements.drop_column("paid_most")
