"""Accounts get an e-mail address, invitations, a sign-in elsewhere. Accounts made earlier have none of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7c1d0e5a9b42"
down_revision = "3e9f0b7d61c2"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name, length in (("email", 254), ("subject", 512)):
        op.add_column("staff", sa.Column(name, sa.String(length=length), server_default="", nullable=False))
        filled = sa.text(f"{name} <> ''")
        op.create_index(f"ix_staff_{name}", "staff", [name], unique=True, sqlite_where=filled, postgresql_where=filled)
    op.create_table(
        "invitations",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("staff_id", KEY, nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_hash"),
        sa.UniqueConstraint("staff_id"),
    )


def downgrade() -> None:
    op.drop_table("invitations")
    for name in ("subject", "email"):
        op.drop_index(f"ix_staff_{name}", table_name="staff")
        with op.batch_alter_table("staff") as staff:
            staff.drop_column(name)
