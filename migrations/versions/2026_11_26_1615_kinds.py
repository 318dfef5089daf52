"""Announcements are of a kind, and citizens may leave out a kind. What is there is of the general kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a3d86e1f50c9"
down_revision = "f4c19a7e25b8"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("kind", sa.String(12), nullable=False, server_default="general"))
    op.create_table(
        "mutes",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.UniqueConstraint("citizen_id", "kind"),
    )


def downgrade() -> None:
    op.drop_table("mutes")
    with op.batch_alter_table("announcements") as table:
        table.drop_column("kind")
