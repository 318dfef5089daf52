"""Citizens may leave pictures out, to spare their data. Those there already get pictures, as everybody does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c58e21d7a0b4"
down_revision = "e8417d3fa602"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("citizens") as citizens:
        citizens.add_column(sa.Column("pictures", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("citizens") as citizens:
        citizens.drop_column("pictures")
