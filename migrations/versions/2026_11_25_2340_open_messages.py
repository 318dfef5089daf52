"""Messages that wait are found by an index of their own, whatever was answered before.

Revision ID: 4c9e1b7f20d6
Revises: e7a35c08bd46
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "4c9e1b7f20d6"
down_revision = "e7a35c08bd46"
branch_labels = None
depends_on = None

OPEN = text("done_at IS NULL")


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_inbox_open", "inbox", ["channel", "id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_inbox_open", table_name="inbox")
