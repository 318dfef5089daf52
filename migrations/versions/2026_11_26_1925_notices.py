"""Announcements bear a picture, a link and a lesson, and have templates; what waits is found by when it is due.

What is there bears none of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b7e40c2d91f6"
down_revision = "e27f4a90b6d3"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WIDTHS = {"picture": 40, "picture_alt": 200, "link": 300, "lesson": 20}
OPEN = sa.text("status IN ('waiting', 'sending')")


def _index(*columns: str) -> None:
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index("ix_outbox_waiting", "outbox", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def upgrade() -> None:
    _index("rank", "next_at", "id")
    with op.batch_alter_table("announcements") as table:
        for name, most in WIDTHS.items():
            table.add_column(sa.Column(name, sa.String(most), nullable=False, server_default=""))
    op.create_table(
        "notice_pictures",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "notice_templates",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("area", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_notice_templates_area", "notice_templates", ["area"])


def downgrade() -> None:
    _index("rank", "id")
    op.drop_index("ix_notice_templates_area", "notice_templates")
    op.drop_table("notice_templates")
    op.drop_table("notice_pictures")
    with op.batch_alter_table("announcements") as table:
        for name in reversed(WIDTHS):
            table.drop_column(name)
