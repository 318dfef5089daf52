"""Parts of the bot can be switched off, each with a reason. Nothing is off to begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d81b52f0a6c4"
down_revision = "c7a40d9e12f3"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "switches",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "switch_told",
        sa.Column("switch", sa.String(32), sa.ForeignKey("switches.name", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "address_id",
            KEY,
            sa.ForeignKey("addresses.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
    )


def downgrade() -> None:
    op.drop_table("switch_told")
    op.drop_table("switches")
