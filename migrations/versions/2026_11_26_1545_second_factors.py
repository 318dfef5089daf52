"""A second step at the login, with codes for a lost phone; logins say from which browser.

Accounts that are there already have no second step; their logins do not say where they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e2f06b84d93a"
down_revision = "d81b52f0a6c4"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column(
            "staff_id", KEY, sa.ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("staff_id", KEY, sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("ix_recovery_codes_staff_id", "recovery_codes", ["staff_id"])
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("client", sa.String(60), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.drop_column("client")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
